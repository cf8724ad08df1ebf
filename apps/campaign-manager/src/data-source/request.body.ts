import {
  requestMethods,
  type DataSourceRequest,
  type InboundColumn,
  type NamedTemplate,
  type RequestMethod,
} from '@clarion/contracts';
import { IsPlainText, MayBeAbsent, Nested } from '@clarion/service';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, Max, Min } from 'class-validator';
import { AreDistinctBy } from '../are-distinct.js';
import { IsAttributePath } from '../attribute-path.js';
import { authClasses, authClassOf, type GivenAuth } from './auth.body.js';
import { IsHeaderName } from './header-name.js';
import { IsHeaderTemplate } from './header-value.js';
import { IsBoundedJson } from './bounded-json.js';
import { paginationClasses, paginationClassOf, type GivenPagination } from './pagination.body.js';
import { IsRequestBody } from './request-body.js';
import { IsRequestTemplate } from './request-template.js';
import { IsRequestUrl } from './request-url.js';

export class QueryParameterBody implements NamedTemplate {
  @IsPlainText({ maxLength: 255 })
  name!: string;

  @IsRequestTemplate({ kind: 'text', maxLength: 2_000 })
  value!: string;
}

export class HeaderBody implements NamedTemplate {
  @IsHeaderName()
  name!: string;

  @IsHeaderTemplate()
  value!: string;
}

export class InboundColumnBody implements InboundColumn {
  @IsPlainText({ maxLength: 255 })
  key!: string;

  @IsAttributePath()
  attribute!: string;
}

/** A request as it is sent to us; `data-source.ts` fills in what is left out. */
export class DataSourceRequestBody implements Partial<Omit<DataSourceRequest, 'auth' | 'pagination'>> {
  /** Absent: POST, as Adobe's is always (B-20). */
  @MayBeAbsent()
  @IsIn(requestMethods)
  method?: RequestMethod;

  @IsRequestUrl()
  url!: string;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @Nested(() => QueryParameterBody, { each: true })
  query?: QueryParameterBody[];

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @Nested(() => HeaderBody, { each: true })
  headers?: HeaderBody[];

  @MayBeAbsent()
  @IsRequestBody()
  body?: string;

  @MayBeAbsent()
  @IsObject()
  @Nested(authClassOf, { among: authClasses })
  auth?: GivenAuth;

  @MayBeAbsent()
  @IsObject()
  @Nested(paginationClassOf, { among: paginationClasses })
  pagination?: GivenPagination;

  @MayBeAbsent()
  @IsBoolean()
  addCount?: boolean;

  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @AreDistinctBy('key')
  @IsObject({ each: true })
  @Nested(() => InboundColumnBody, { each: true })
  inboundColumns?: InboundColumnBody[];

  @MayBeAbsent()
  @IsObject()
  @IsBoundedJson()
  params?: Record<string, unknown>;

  /** B-42. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(60_000)
  timeoutMs?: number;
}
