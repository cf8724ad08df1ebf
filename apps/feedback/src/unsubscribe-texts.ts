/** What a page says, and on its button where it has one. */
export interface PageText {
  title: string;
  text: string;
  button?: string;
}

/** *ask*: before anything is said. *unknown*: no link of ours. *later*: it could not be kept now. */
export type PageName = 'ask' | 'unsubscribed' | 'resubscribed' | 'unknown' | 'later';

const english: Record<PageName, PageText> = {
  ask: {
    title: 'Unsubscribe',
    text: 'Would you like to stop receiving our marketing emails?',
    button: 'Unsubscribe',
  },
  unsubscribed: {
    title: 'You are unsubscribed',
    text: 'You will get no more marketing emails from us. One that is already on its way may still arrive.',
    button: 'Undo: subscribe me again',
  },
  resubscribed: {
    title: 'You are subscribed again',
    text: 'You will go on receiving our marketing emails.',
    button: 'Unsubscribe',
  },
  unknown: {
    title: 'This link does not work',
    text: 'It may be incomplete. Please open it again from the email that it came with.',
  },
  later: {
    title: 'Please try again',
    text: 'What you asked for could not be saved just now. Nothing has changed; please try again in a minute.',
    button: 'Unsubscribe',
  },
};

const spanish: Record<PageName, PageText> = {
  ask: {
    title: 'Darse de baja',
    text: '¿Quiere dejar de recibir nuestros correos comerciales?',
    button: 'Darme de baja',
  },
  unsubscribed: {
    title: 'Se ha dado de baja',
    text: 'Ya no recibirá correos comerciales nuestros. Es posible que aún llegue alguno que ya esté en camino.',
    button: 'Deshacer: volver a suscribirme',
  },
  resubscribed: {
    title: 'Vuelve a estar suscrito',
    text: 'Seguirá recibiendo nuestros correos comerciales.',
    button: 'Darme de baja',
  },
  unknown: {
    title: 'Este enlace no funciona',
    text: 'Puede que esté incompleto. Ábralo de nuevo desde el correo en el que lo recibió.',
  },
  later: {
    title: 'Inténtelo de nuevo',
    text: 'No se ha podido guardar su petición. No ha cambiado nada; inténtelo de nuevo en un minuto.',
    button: 'Darme de baja',
  },
};

const texts = new Map([
  ['en', english],
  ['es', spanish],
]);

/** In the language of this locale (BCP 47) where there is a translation, else in English. */
export function pageText(name: PageName, locale: string): PageText & { language: string } {
  const language = locale.toLowerCase().split('-')[0] ?? '';
  const translated = texts.get(language);
  return translated ? { ...translated[name], language } : { ...english[name], language: 'en' };
}
