import { canBeStored } from '@clarion/service';
import type { Recipient } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import type { Call } from './call.js';
import type { Person } from './eligibility.js';
import { personOf } from './person-of.js';
import { identityKey } from './profile.js';
import { ProfilesRepository } from './profiles.repository.js';
import { SuppressionsRepository } from './suppressions.repository.js';

/** Finds out about the recipients of calls, with one query each for all calls of a sandbox. */
@Injectable()
export class PeopleOfCalls {
  constructor(
    private readonly profiles: ProfilesRepository,
    private readonly suppressions: SuppressionsRepository,
  ) {}

  /** The recipients of each call, in their order. Profiles are created where a campaign wants it, and runs in earnest. */
  async of(calls: readonly Call[]): Promise<Person[][]> {
    const people = new Map<Call, Person[]>();
    for (const sandbox of new Set(calls.map(({ event }) => event.data.sandbox))) {
      const some = calls.filter(({ event }) => event.data.sandbox === sandbox);
      for (const [call, persons] of await this.ofSandbox(sandbox, some)) people.set(call, persons);
    }
    return calls.map((call) => people.get(call) ?? []);
  }

  private async ofSandbox(sandbox: string, calls: readonly Call[]): Promise<Map<Call, Person[]>> {
    const creating = calls.filter(
      ({ event, version }) => version.campaign.createNewProfiles && event.data.purpose === undefined,
    );
    if (creating.length > 0) await this.profiles.createMissing(sandbox, creating.flatMap(known));
    const stored = await this.profiles.find(sandbox, calls.flatMap(known));
    const people = calls.map((call): [Call, Person[]] => {
      const isProfileNeeded = !call.version.campaign.createNewProfiles;
      const { recipients, variants } = call.event.data;
      const persons = recipients.map((one, ordinal): Person => {
        const variant = variants?.[ordinal];
        const person = personOf(one, ordinal, stored.get(identityKey(one)), isProfileNeeded);
        return variant ? { ...person, variant } : person;
      });
      return [call, persons];
    });
    await this.markSuppressed(
      sandbox,
      people.flatMap(([, persons]) => persons),
    );
    return new Map(people);
  }

  private async markSuppressed(sandbox: string, people: Person[]): Promise<void> {
    const addresses = people.flatMap(({ address }) => (address && canBeStored(address) ? [address] : []));
    const suppressed = await this.suppressions.among(sandbox, 'email', addresses);
    for (const person of people) person.isSuppressed = suppressed.has(person.address ?? '');
  }
}

/** Those who may have a profile. */
function known({ event }: Call): Recipient[] {
  return event.data.recipients.filter(({ type }) => type === 'aep');
}
