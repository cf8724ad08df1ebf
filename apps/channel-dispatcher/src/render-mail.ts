import type { Campaign } from '@clarion/contracts';
import {
  compileTemplate,
  compileTrackedTemplate,
  type Scope,
  type Template,
  type TrackedTemplate,
} from '@clarion/personalization';
import { domainToASCII } from 'node:url';
import type { Data } from './chunk-data.js';
import type { Content, Delivery } from './delivery.js';
import type { MailTracking } from './mail-tracking.js';
import { quotedPrintable } from './smtp/quoted-printable.js';

const isAscii = /^[\x20-\x7e]*$/;

/** A message as a mail provider takes it. */
export interface Mail {
  from: { name: string; address: string };
  to: string;
  subject: string;
  /** In quoted-printable; empty where there is none. */
  html: string;
  /** In quoted-printable. */
  text: string | undefined;
  /** The same at every attempt of the same delivery, so that a receiver can tell a repeat. */
  messageId: string;
  headers: Record<string, string>;
}

interface CompiledVariant {
  subject: Template;
  /** Its mark is not needed where it is not tracked. */
  html: TrackedTemplate;
  text: Template | undefined;
}

/** By the version's body: a version is compiled once, for as long as it is in use. */
const compiled = new WeakMap<Campaign, Map<string, CompiledVariant>>();

/**
 * What a delivery says, in its treatment and language.
 * @throws TemplateError when a value is missing.
 */
export function renderMail(
  delivery: Delivery,
  data: Data,
  { campaign, configuration: { sender }, unsubscribeLinkOf, tracking, subjectPrefix = '' }: Omit<Content, 'data'>,
): Mail {
  const { subject, html, text } = variantOf(campaign, delivery, tracking);
  const unsubscribe = unsubscribeLinkOf?.(delivery);
  const scope = scopeOf(delivery, data, unsubscribe);
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return {
    from: sender,
    to: delivery.address,
    subject: oneLine(subjectPrefix + subject(scope)),
    html: html(scope, tracking?.markOf(delivery) ?? ''),
    text: text?.(scope),
    messageId: `<${delivery.deliveryId}@${isAscii.test(domain) ? domain : domainToASCII(domain) || 'localhost'}>`,
    headers: {
      traceparent: delivery.traceparent,
      'X-Clarion-Execution-Id': delivery.executionId,
      'X-Clarion-Delivery-Id': delivery.deliveryId,
      ...(unsubscribe !== undefined && unsubscribeHeaders(unsubscribe)),
    },
  };
}

/** What the templates of a delivery may name. */
export function scopeOf({ context, profile }: Delivery, data: Data, unsubscribe: string | undefined): Scope {
  return { context, profile, data, links: unsubscribe === undefined ? {} : { unsubscribe } };
}

/** One click unsubscribes: RFC 2369 §3.2, RFC 8058 §3.1. Who signs the message signs both. */
function unsubscribeHeaders(link: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function variantOf(campaign: Campaign, delivery: Delivery, tracking: MailTracking | undefined): CompiledVariant {
  const variants = compiled.get(campaign) ?? new Map<string, CompiledVariant>();
  compiled.set(campaign, variants);
  const key = `${delivery.treatment}:${delivery.locale}${tracking ? ':tracked' : ''}`;
  const variant = variants.get(key) ?? compile(campaign, delivery, tracking);
  variants.set(key, variant);
  return variant;
}

function compile(
  campaign: Campaign,
  { treatment, locale, sandbox }: Delivery,
  tracking: MailTracking | undefined,
): CompiledVariant {
  const { name, content } = campaign;
  const variant = content.find((one) => one.treatment === treatment && one.locale === locale);
  if (!variant) throw new Error(`Campaign ${name} has no variant ${treatment} in ${locale}`);
  return {
    subject: compileTemplate(variant.subject, 'text'),
    // An empty one stays so: the mail has no such part.
    html:
      tracking && variant.html !== ''
        ? compileTrackedTemplate(variant.html, quotedPrintable, tracking.of(campaign.tracking ?? {}, sandbox))
        : compileTemplate(variant.html, 'html', quotedPrintable),
    text: variant.text === undefined ? undefined : compileTemplate(variant.text, 'text', quotedPrintable),
  };
}

/** A value with line breaks must not become further headers. */
function oneLine(subject: string): string {
  return subject.replace(/\s+/g, ' ').trim();
}
