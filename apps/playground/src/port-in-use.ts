/** Someone else listens where one of our servers wants to. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';

  constructor(port: number, setting: string) {
    super(`Port ${port} is already in use: stop what listens there, or choose another port with ${setting}.`);
  }
}

/** The error as a sentence that helps, when it says that the port is taken; else `undefined`. */
export function portInUse(error: unknown, port: number, setting: string): PortInUse | undefined {
  const isTaken = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
  return isTaken ? new PortInUse(port, setting) : undefined;
}
