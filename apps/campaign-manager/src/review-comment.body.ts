import { MayBeAbsent } from '@clarion/service';
import { Matches } from 'class-validator';
import { IsText } from './text.js';

const longestComment = 2_000;
const notBlank = { message: '$property must not be blank' };

/** What is said where somebody asks for a review, or approves. */
export class ReviewCommentBody {
  @MayBeAbsent()
  @IsText({ maxLength: longestComment })
  @Matches(/\S/, notBlank)
  comment?: string;
}

/** What is said where somebody sends a draft back: what is to be put right. */
export class SendBackBody {
  @IsText({ maxLength: longestComment })
  @Matches(/\S/, notBlank)
  comment!: string;
}
