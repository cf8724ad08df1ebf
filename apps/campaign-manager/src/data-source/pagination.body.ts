import type { Pagination } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsJsonPointer } from '../json-pointer.js';

/** How the rest of an answer is asked for; `kind` says which of the three it is. */
export class PaginationBody {
  @IsIn(['link', 'cursor', 'page'])
  kind!: Pagination['kind'];

  /** Absent: 100. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(100)
  maxPages?: number;
}

export class LinkPaginationBody extends PaginationBody {
  @IsIn(['link'])
  override kind!: 'link';
}

export class CursorPaginationBody extends PaginationBody {
  @IsIn(['cursor'])
  override kind!: 'cursor';

  @IsJsonPointer({ maxSegments: 10, mayBeEmpty: false })
  pointer!: string;

  @IsPlainText({ maxLength: 255 })
  parameter!: string;
}

export class PagePaginationBody extends PaginationBody {
  @IsIn(['page'])
  override kind!: 'page';

  @IsPlainText({ maxLength: 255 })
  parameter!: string;

  /** Absent: 1. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  first?: number;
}

/** What is sent as one of the three: as it came, an object of no class. */
export type GivenPagination =
  | Pick<LinkPaginationBody, keyof LinkPaginationBody>
  | Pick<CursorPaginationBody, keyof CursorPaginationBody>
  | Pick<PagePaginationBody, keyof PagePaginationBody>;

const classes = new Map<unknown, typeof PaginationBody>([
  ['link', LinkPaginationBody],
  ['cursor', CursorPaginationBody],
  ['page', PagePaginationBody],
]);

/** The classes that there are. */
export const paginationClasses = [...classes.values()];

/** The class that a value is checked as. */
export function paginationClassOf(pagination: object): typeof PaginationBody {
  return classes.get((pagination as { kind?: unknown }).kind) ?? PaginationBody;
}
