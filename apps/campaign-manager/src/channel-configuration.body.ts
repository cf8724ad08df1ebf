import { IsPlainText, Nested } from '@clarion/service';
import type { Category, ChannelConfiguration, SmtpProvider } from '@clarion/contracts';
import { IsEmail, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { IsHostName } from './host-name.js';

export class SenderBody {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @IsEmail()
  @IsPlainText({ maxLength: 320 })
  address!: string;
}

export class SmtpProviderBody implements SmtpProvider {
  @IsIn(['smtp'])
  type!: 'smtp';

  @IsHostName()
  host!: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port!: number;
}

export class ChannelConfigurationBody implements ChannelConfiguration {
  @IsPlainText({ maxLength: 200 })
  name!: string;

  @IsIn(['email'])
  channel!: 'email';

  @IsIn(['transactional', 'marketing'])
  category!: Category;

  @IsObject()
  @Nested(() => SenderBody)
  sender!: SenderBody;

  @IsObject()
  @Nested(() => SmtpProviderBody)
  provider!: SmtpProviderBody;
}
