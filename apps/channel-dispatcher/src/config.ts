import type { Category } from '@clarion/contracts';
import { consumerSettings, linkSettings, serviceSettings } from '@clarion/service';
import { cleanEnv, EnvError, makeValidator, url, type CleanOptions } from 'envalid';

const categories = makeValidator<Category[]>((value) => {
  const named = value.split(',').map((name) => name.trim());
  if (named.every(isCategory)) return [...new Set(named)];
  throw new EnvError('must be transactional, marketing, or both with a comma between');
});

const megabytes = makeValidator((value) => {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new EnvError('must be a whole number of megabytes, from 1');
});

const window = makeValidator((value) => {
  if (/^[1-9]\d{0,4}$/.test(value) && Number(value) >= 4) return Number(value);
  throw new EnvError('must be a whole number, from 4 to 99999');
});

const seconds = makeValidator((value) => {
  if (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= 600) return Number(value);
  throw new EnvError('must be a whole number of seconds, from 1 to 600');
});

const localNames = ['localhost', '127.0.0.1', '[::1]'];

/** Without a slash at its end. Mail programs call its links by themselves, over TLS only (RFC 8058 §3.1). */
const publicUrl = makeValidator((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.protocol === 'http:' && localNames.includes(url.hostname);
  const hasMore = url && [url.username, url.password, url.search, url.hash].some((part) => part !== '');
  if (url && !hasMore && (isLocal || url.protocol === 'https:')) return url.href.replace(/\/+$/, '');
  throw new EnvError('must be an https URL (http for localhost only) without user, query and fragment');
});

/** Reads the environment once; every fault is printed, and the process ends with 1. */
export function readConfig(environment: NodeJS.ProcessEnv, options: CleanOptions<unknown> = {}) {
  return cleanEnv(
    environment,
    {
      ...serviceSettings(4004),
      ...consumerSettings({ batchMaxKb: 512 }),
      ...linkSettings(),
      PUBLIC_URL: publicUrl({ desc: 'where recipients reach feedback, e.g. https://mail.example.com' }),
      MANAGER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4100' }),
      FETCHER_INTERNAL_URL: url({ default: 'http://127.0.0.1:4102' }),
      CATEGORIES: categories({ default: ['transactional', 'marketing'], desc: 'whose deliveries this process sends' }),
      DISPATCH_WINDOW: window({ default: 256, desc: 'how many deliveries may be sending at once' }),
      SMTP_REPLY_TIMEOUT_SECONDS: seconds({
        default: 600,
        desc: 'how long a mail server may take for its word on a message',
      }),
      SNAPSHOT_CACHE_MB: megabytes({ default: 64, desc: 'memory for the rows of data sources' }),
    },
    options,
  );
}

function isCategory(name: string): name is Category {
  return name === 'transactional' || name === 'marketing';
}
