/** What is asked for makes no sense as it is: answered 400 with every problem, each a clause. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly statusCode = 400;

  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}
