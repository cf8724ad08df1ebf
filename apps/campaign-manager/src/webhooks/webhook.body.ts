import { webhookEvents, type WebhookEvent } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsObject } from 'class-validator';
import { IsGivenSecret, type GivenSecret } from '../data-source/given-secret.js';
import { IsHttpUrl } from '../http-url.js';
import { IsWebhookHeaderName } from './webhook-header-name.js';

export class WebhookHeaderBody {
  @IsWebhookHeaderName()
  name!: string;

  @IsGivenSecret('header')
  value!: GivenSecret;
}

/** A webhook as it is sent to us. What calls are signed with is ours to choose. */
export class WebhookBody {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  /** Whether it may be called is judged where it is called: feedback has the development allow-list. */
  @IsHttpUrl()
  url!: string;

  /** Absent: none. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @Nested(() => WebhookHeaderBody, { each: true })
  headers?: WebhookHeaderBody[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(webhookEvents, { each: true })
  events!: WebhookEvent[];

  /** Absent: it is. */
  @MayBeAbsent()
  @IsBoolean()
  isEnabled?: boolean;
}
