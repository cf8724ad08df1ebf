import type { Fault } from './fault.js';

const maxLevels = 10;
const maxRules = 500;
const maxGroups = 500;

interface Open {
  members: unknown[];
  pointer: string;
  level: number;
}

/** Why a rule is too large to be looked at any further; `undefined` when it is not. Reads no more of it than it must. */
export function ruleSizeFault(rule: { rules?: unknown }): Fault | undefined {
  const open: Open[] = [{ members: membersOf(rule) ?? [], pointer: '', level: 1 }];
  const seen = { rules: 0, groups: 1 };
  for (let next = open.pop(); next; next = open.pop()) {
    const { members, pointer, level } = next;
    if (level > maxLevels) return { pointer, detail: `A rule has at most ${maxLevels} levels.` };
    for (const [index, member] of members.entries()) {
      const within = membersOf(member);
      seen[within ? 'groups' : 'rules'] += 1;
      if (seen.rules > maxRules) return { pointer: '', detail: `There may be at most ${maxRules} rules.` };
      if (seen.groups > maxGroups) return { pointer: '', detail: `There may be at most ${maxGroups} groups of rules.` };
      if (within) open.push({ members: within, pointer: `${pointer}/rules/${index}`, level: level + 1 });
    }
  }
  return undefined;
}

function membersOf(member: unknown): unknown[] | undefined {
  const { rules } = (member ?? {}) as { rules?: unknown };
  return Array.isArray(rules) ? rules : undefined;
}
