/** Something of a command line that its request does not have, or has in another way. It never shows a value. */
export interface CurlWarning {
  code:
    | 'OptionNotTaken'
    | 'FileNotTaken'
    | 'CookieNotTaken'
    | 'HeaderNotTaken'
    | 'BodyNotTaken'
    | 'MethodNotTaken'
    | 'AuthNotTaken'
    | 'ReadableSecret'
    | 'MoreThanOneUrl'
    | 'UrlChanged'
    | 'PlainHttp'
    | 'Shell'
    | 'NotTemplate';
  detail: string;
}
