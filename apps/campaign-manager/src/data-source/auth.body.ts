import type { DataSourceAuth } from '@clarion/contracts';
import { IsPlainText, MayBeAbsent } from '@clarion/service';
import { IsIn, Matches, MaxLength } from 'class-validator';
import { IsHttpUrl } from '../http-url.js';
import { IsGivenSecret, type GivenSecret } from './given-secret.js';
import { IsHeaderName } from './header-name.js';

/** How the caller of a data source proves who it is; `kind` says which of the four it is (B-19, B-34). */
export class AuthBody {
  @IsIn(['header', 'basic', 'oauth2', 'hmac'])
  kind!: DataSourceAuth['kind'];
}

export class HeaderAuthBody extends AuthBody {
  @IsIn(['header'])
  override kind!: 'header';

  @IsHeaderName()
  name!: string;

  @IsGivenSecret('header')
  value!: GivenSecret;
}

/** RFC 7617: the name ends at the first colon. */
export class BasicAuthBody extends AuthBody {
  @IsIn(['basic'])
  override kind!: 'basic';

  @IsPlainText({ maxLength: 255, mayBeBlank: true })
  @Matches(/^[^:]*$/, { message: '$property must be without a colon' })
  username!: string;

  @IsGivenSecret('basic')
  password!: GivenSecret;
}

export class OAuth2AuthBody extends AuthBody {
  @IsIn(['oauth2'])
  override kind!: 'oauth2';

  @IsHttpUrl()
  tokenUrl!: string;

  @IsPlainText({ maxLength: 1_000 })
  clientId!: string;

  @IsGivenSecret('key')
  clientSecret!: GivenSecret;

  /** RFC 6749 §3.3. */
  @MayBeAbsent()
  @MaxLength(1_000)
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, {
    message: '$property must be scopes with single blanks between (RFC 6749)',
  })
  scope?: string;

  @MayBeAbsent()
  @IsIn(['header', 'body'])
  credentialsIn?: 'header' | 'body';
}

export class HmacAuthBody extends AuthBody {
  @IsIn(['hmac'])
  override kind!: 'hmac';

  @IsHeaderName()
  header!: string;

  @IsGivenSecret('key')
  secret!: GivenSecret;
}

/** What is sent as one of the four: as it came, an object of no class. */
export type GivenAuth =
  | Pick<HeaderAuthBody, keyof HeaderAuthBody>
  | Pick<BasicAuthBody, keyof BasicAuthBody>
  | Pick<OAuth2AuthBody, keyof OAuth2AuthBody>
  | Pick<HmacAuthBody, keyof HmacAuthBody>;

const classes = new Map<unknown, typeof AuthBody>([
  ['header', HeaderAuthBody],
  ['basic', BasicAuthBody],
  ['oauth2', OAuth2AuthBody],
  ['hmac', HmacAuthBody],
]);

/** The classes that there are. */
export const authClasses = [...classes.values()];

/** The class that a value is checked as. */
export function authClassOf(auth: object): typeof AuthBody {
  return classes.get((auth as { kind?: unknown }).kind) ?? AuthBody;
}
