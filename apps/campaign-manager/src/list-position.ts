import { isInstant, isPlainText } from '@clarion/service';

/** A place in a list that is ordered by time of creation, then by id: that of one of its things, which need not exist any more. */
export interface Position {
  createdAt: Date;
  id: string;
}

/** The position as callers get it, to hand it back as it is. */
export function cursorOf({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');
}

/** The position of a cursor; `undefined` where the text is none. */
export function positionOf(cursor: string): Position | undefined {
  const [moment, ...words] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const id = words.join(' ');
  if (!isInstant(moment) || id === '' || !isPlainText(id)) return undefined;
  const position = { createdAt: new Date(moment), id };
  return cursorOf(position) === cursor ? position : undefined;
}
