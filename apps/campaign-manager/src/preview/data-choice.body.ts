import { MayBeAbsent } from '@clarion/service';
import { IsIn, Matches } from 'class-validator';
import { IsBoundedJson } from '../data-source/bounded-json.js';
import { IsIdentifier } from '../identifier.js';

/** Where a preview has the rows of a data source from; `from` says which of the three it is. */
export class DataChoiceBody {
  @IsIdentifier()
  alias!: string;

  @IsIn(['live', 'snapshot', 'sample'])
  from!: 'live' | 'snapshot' | 'sample';
}

/** It is called now, once. */
class LiveDataBody extends DataChoiceBody {
  @IsIn(['live'])
  override from!: 'live';
}

class SnapshotDataBody extends DataChoiceBody {
  @IsIn(['snapshot'])
  override from!: 'snapshot';

  @Matches(/^\d{1,18}$/, { message: '$property must be the id of a snapshot' })
  snapshotId!: string;
}

/** What stands for its answer; that of its policy unless told. */
class SampleDataBody extends DataChoiceBody {
  @IsIn(['sample'])
  override from!: 'sample';

  @MayBeAbsent()
  @IsBoundedJson()
  sample?: unknown;
}

/** Where a preview has the rows of a data source from. */
export type DataChoice = LiveDataBody | SnapshotDataBody | SampleDataBody;

const classes = new Map<unknown, typeof DataChoiceBody>([
  ['live', LiveDataBody],
  ['snapshot', SnapshotDataBody],
  ['sample', SampleDataBody],
]);

/** The classes that there are. */
export const dataChoiceClasses = [...classes.values()];

/** The class of a choice, by where it is from. */
export function dataChoiceClass(choice: object): typeof DataChoiceBody {
  return classes.get((choice as { from?: unknown }).from) ?? DataChoiceBody;
}
