/** The people of the bench have numbers, from 0; their user ids and addresses follow from them. */
export function userIdOf(person: number): string {
  return `b${person}`;
}

export function addressOf(person: number): string {
  return `${userIdOf(person)}@bench.example`;
}

/** The number in a user id. @throws Error where it is none of ours */
export function personOf(userId: string): number {
  const digits = /^b(\d{1,9})$/.exec(userId)?.[1];
  if (digits === undefined) throw new Error(`${userId} is nobody of the bench`);
  return Number(digits);
}
