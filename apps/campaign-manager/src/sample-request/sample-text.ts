/** Ends of names with what such a value may look like; the first that fits counts. */
const looks: readonly [RegExp, string | number][] = [
  [/e-?mail(address)?$/, 'ada@example.com'],
  [/(phone|mobile|fax)(number)?$/, '+12025550123'],
  [/(image|photo|logo|picture)(url)?$/, 'https://shop.example/image.png'],
  [/(url|uri|link|href)$/, 'https://shop.example/welcome'],
  [/(datetime|timestamp)$|(created|updated|ordered|expires|ends|starts)at$/, '2026-12-24T18:30:00Z'],
  [/(date|day|birthday|until)$/, '2026-12-24'],
  [/time$/, '18:30'],
  [/(amount|total|subtotal|price|sum|cost|fee|tax|balance|discount)$/, 49.9],
  [/(count|quantity|qty|size|age|number|points)$/, 2],
  [/percent(age)?$/, 20],
  [/currency(code)?$/, 'EUR'],
  [/(first|given)name$/, 'Ada'],
  [/(last|family|sur)name$/, 'Lovelace'],
  [/(product|item|act|company|shop|store|brand)name$/, 'Analytical Engine'],
  [/name$/, 'Ada Lovelace'],
  [/(language|locale)$/, 'en'],
  [/country(code)?$/, 'GB'],
  [/(city|town)$/, 'London'],
  [/(zip|postcode|postalcode)$/, 'SW1A 1AA'],
  [/(street|address)$/, '1 Example Street'],
  [/title$/, 'Something new'],
  [/(id|code|sku|token|reference)$/, 'A-1024'],
  [/^(is|has|can)[A-Z]/, 'true'],
];

/** A plausible value for a variable of this name, such as a mail address for `contactEmail`. */
export function sampleText(name: string): string | number {
  const [, look] = looks.find(([ending]) => ending.test(name) || ending.test(name.toLowerCase())) ?? [];
  return look ?? `sample ${name}`;
}
