import type { Credentials } from './credentials.js';
import { client } from './demo-client.js';
import { asLines, funnelText } from './funnel.js';
import { publishFanCampaigns } from './fan-campaigns.js';
import { matchDay, publishMatchDay, runMatchDay } from './match-day.js';
import { passwordReset, publishPasswordReset, sendPasswordReset } from './password-reset.js';
import type { Settings } from './settings.js';
import type { Steps } from './steps.js';

/**
 * Publishes the demos, and triggers two of them once. Resolves with their campaigns' ids by name once all mails are there.
 */
export async function runDemos(
  settings: Settings,
  credentials: Credentials,
  steps: Steps,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const manager = client('campaign-manager', settings, credentials);
  const gateway = client('trigger-gateway', settings, credentials);

  const [resetId, matchDayId, others] = await steps.step('demo campaigns', async () => {
    const ids = await Promise.all([publishPasswordReset(manager, settings), publishMatchDay(manager, settings)]);
    return [...ids, await publishFanCampaigns(manager, settings)] as const;
  });
  await steps.step(
    passwordReset,
    () => sendPasswordReset(gateway, resetId, settings, signal),
    () => 'one call, one mail',
  );
  await steps.step(
    matchDay,
    (progress) => {
      const show = steps.isTerminal
        ? progress
        : asLines((text) => {
            steps.line(`  ${text}`);
          });
      return runMatchDay(
        gateway,
        matchDayId,
        (counts) => {
          show(funnelText(counts));
        },
        signal,
      );
    },
    funnelText,
  );
  return { [passwordReset]: resetId, [matchDay]: matchDayId, ...others };
}
