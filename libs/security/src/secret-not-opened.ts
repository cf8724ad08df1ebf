/** A sealed secret that was sealed for something else, or with a key that is not at hand, or that is not whole. */
export class SecretNotOpened extends Error {
  constructor() {
    super(
      'The secret cannot be opened: it was sealed for another sandbox or host or with another key, or it is not whole',
    );
    this.name = 'SecretNotOpened';
  }
}
