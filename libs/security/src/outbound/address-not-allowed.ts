/** A connection that is not made: where it would go may not be called. Its message names neither a URL nor an address. */
export class AddressNotAllowed extends Error {
  static readonly code = 'ERR_ADDRESS_NOT_ALLOWED';
  readonly code = AddressNotAllowed.code;
  override readonly name = 'AddressNotAllowed';
}
