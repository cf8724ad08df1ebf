import { EnvError, makeValidator } from 'envalid';

/** `host:port`, separated by commas, as `URL` spells them. */
const hosts = makeValidator<ReadonlySet<string>>((value) => {
  const items = value.split(',').map((item) => item.trim().toLowerCase());
  const bad = items.find((item) => !/^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+):\d{1,5}$/.test(item));
  if (bad !== undefined) throw new EnvError(`must be host:port, separated by commas; "${bad}" is not`);
  return new Set(items);
});

/** What services read that call what stands outside (envalid specs). docs/operations.md tells of it. */
export function outboundSettings() {
  return {
    DEVELOPMENT_ALLOWED_HOSTS: hosts({
      default: new Set<string>(),
      desc: 'host:port, separated by commas: what may be called whatever it is, by plain HTTP too',
    }),
  };
}
