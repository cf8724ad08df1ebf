import { readDemoJson } from './demo-files.js';

/** A person of `match-day/fans.json`. */
export interface Fan {
  firstName: string;
  lastName: string;
  city: string;
  language: string;
}

/** The fans as profiles, in the order of their file: the first is `fan-001`. */
export async function fanProfiles() {
  return (await readDemoJson<Fan[]>('match-day/fans.json')).map(profileOf);
}

function profileOf({ firstName, lastName, city, language }: Fan, index: number) {
  return {
    identities: [{ namespace: 'crmId', userId: `fan-${String(index + 1).padStart(3, '0')}` }],
    attributes: {
      person: { name: { firstName, lastName } },
      personalEmail: { address: `${plain(firstName)}.${plain(lastName)}@fans.example` },
      homeAddress: { city },
      isFan: true,
    },
    language,
  };
}

/** Without accents, in small letters: as names stand in addresses. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
