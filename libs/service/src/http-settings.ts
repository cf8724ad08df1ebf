import { str } from 'envalid';
import { countSetting } from './count-setting.js';

/** What every service reads of who may take how much of its public port (envalid specs). docs/operations.md tells of it. */
export function httpSettings() {
  return {
    REQUEST_TIMEOUT_SECONDS: countSetting({ default: 30, desc: 'in which a request is here whole; its headers in 10' }),
    MAX_CONNECTIONS: countSetting({ default: 10_000, desc: 'open at a time; more are closed at once' }),
    LAG_LIMIT_MS: countSetting({ default: 1_000, desc: 'how late the process may be before it refuses calls' }),
    TRUSTED_PROXIES: str({ default: '', desc: 'addresses or networks whose X-Forwarded-For counts, commas between' }),
  };
}
