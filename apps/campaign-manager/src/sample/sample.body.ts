import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsDefined } from 'class-validator';

/** A sample of an answer, to be looked through. */
export class SampleBody {
  /** A text as the data source answers it; or JSON, which stands for such a text. */
  @IsDefined()
  sample!: unknown;

  /** Absent: `application/json`. */
  @MayBeAbsent()
  @IsPlainText({ maxLength: 255 })
  contentType?: string;
}
