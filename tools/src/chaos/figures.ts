import type { CallFigures } from './calls.js';
import type { Comparison, Delivery } from './compare.js';
import { mostInDoubt } from './doubts.js';
import type { Fault } from './fault-plan.js';

/** What a run has shown. */
export interface ChaosResult {
  comparison: Comparison;
  /** The executions that have not ended. */
  unended: string[];
  faults: Fault[];
  /** How often the mail server dropped a connection, or left it hanging, after it had a mail. */
  leftInDoubt: number;
  calls: CallFigures[];
  /** How many open dead letters there are in the end. */
  deadLetters: number;
  /** The processes that ended though nobody had killed them. */
  endedByThemselves: string[];
}

/** What a run of chaos comes to, in the order in which it is printed. */
export interface Figures {
  accepted: number;
  sent: number;
  lost: number;
  doubled: number;
  unknown: number;
  excluded: number;
  failed: number;
  /** Mails that belong to nothing that was accepted. */
  unasked: number;
  /** Executions whose status has not come to an end. */
  unended: number;
  /** Doubled deliveries whose status tells of fewer doubts. */
  unreported: number;
  /** Processes of services that ended though nobody had killed them. */
  'ended by themselves': number;
  'dead letters': number;
  seed: number;
}

export function figuresOf(result: ChaosResult, seed: number): Figures {
  const { deliveries, lost, doubled, unasked, unreported } = result.comparison;
  const inState = (state: Delivery['state']) => deliveries.filter((one) => one.state === state).length;
  return {
    accepted: deliveries.length,
    sent: deliveries.filter(({ arrivals }) => arrivals > 0).length,
    lost: lost.length,
    doubled: doubled.length,
    unknown: inState('unknown'),
    excluded: inState('excluded'),
    failed: inState('failed'),
    unasked: unasked.length,
    unended: result.unended.length,
    unreported: unreported.length,
    'ended by themselves': result.endedByThemselves.length,
    'dead letters': result.deadLetters,
    seed,
  };
}

/** One line per figure, name first. */
export function figureLines(figures: Figures): string[] {
  return Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
}

/** A sentence for each promise that these figures break. */
export function brokenBounds(figures: Figures, { faults, leftInDoubt, calls }: ChaosResult): string[] {
  const { lost, doubled, unknown, unasked, unended, unreported } = figures;
  const most = mostInDoubt(faults, leftInDoubt);
  const checks: [isBroken: boolean, sentence: string][] = [
    [lost > 0, `${lost} accepted deliveries are lost`],
    [unasked > 0, `${unasked} mails belong to nothing that was accepted`],
    [unended > 0, `${unended} executions have not ended`],
    [doubled + unknown > most, `${doubled} deliveries are doubled and ${unknown} unknown, together at most ${most}`],
    [unreported > 0, `${unreported} doubled deliveries are not reported as such`],
    [figures['ended by themselves'] > 0, `${figures['ended by themselves']} processes have ended by themselves`],
  ];
  return [
    ...checks.flatMap(([isBroken, sentence]) => (isBroken ? [sentence] : [])),
    ...(faults.some(hitsGateway) ? [] : wrongAnswers(calls)),
  ];
}

/** While Kafka is away the gateway accepts; while Postgres is away it says that it cannot now. */
function wrongAnswers(calls: readonly CallFigures[]): string[] {
  return calls.flatMap(({ phase, putOff, others }) => {
    const wrong = phase === 'kafka away' ? putOff + others.length : phase === 'postgres away' ? others.length : 0;
    const first = others[0] === undefined ? '' : `, the first with ${others[0]}`;
    return wrong > 0 ? [`${wrong} calls were not answered as they must be with ${phase}${first}`] : [];
  });
}

function hitsGateway(fault: Fault): boolean {
  return (fault.kind === 'kill' || fault.kind === 'stop') && fault.service === 'trigger-gateway';
}
