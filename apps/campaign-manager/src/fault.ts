/** Something that must be put right, with the JSON pointer (RFC 6901) of where. */
export interface Fault {
  pointer: string;
  detail: string;
}
