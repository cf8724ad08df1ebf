const htmlBytes = 4_000;

/**
 * A personal offer whose HTML is about 4 KB, with a dozen places that differ from person to person.
 *
 * @param more of the HTML, after the greeting
 */
export function audienceMail(more = ''): { subject: string; html: string; text: string } {
  return {
    subject: '{{profile.person.name.firstName}}, this week in {{profile.homeAddress.city}}',
    html: html(more),
    text: 'Hello {{profile.person.name.firstName}}, see what is on in {{profile.homeAddress.city}} this week. Unsubscribe: {{links.unsubscribe}}',
  };
}

/** Two columns of the row that matches a recipient's city. */
export const joinedOffer = '<p>{{data.offers.0.offer}}, for EUR {{data.offers.0.price}} instead of twice that.</p>';

const greeting = '<p>Hello {{profile.person.name.firstName}} {{profile.person.name.lastName}},</p>';
const points =
  '{{#if profile.loyalty.isGold}}<p>Gold members come in first.</p>{{/if}}' +
  '<p>You have <b>{{profile.loyalty.points}}</b> points in {{profile.homeAddress.city}}.</p>';

function html(more: string): string {
  const begin = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>This week</title></head><body>';
  const end =
    '<p>See you, {{profile.person.name.firstName}}!</p>' +
    '<p><a href="{{links.unsubscribe}}">Unsubscribe</a></p></body></html>';
  let text = `${begin}${greeting}${points}${more}<table width="100%">`;
  for (let row = 1; text.length < htmlBytes; row += 1) {
    text +=
      `<tr><td style="padding:8px;font-family:Helvetica,Arial,sans-serif">Offer ${row}, ` +
      `{{profile.person.name.firstName}}</td><td><a href="https://shop.example/o/${row}">Look</a></td></tr>\n`;
  }
  return `${text}</table>${end}`;
}
