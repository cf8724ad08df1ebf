/** Something about a sample that whoever maps it should know. */
export interface SampleWarning {
  code:
    | 'MixedTypes'
    | 'NestedValue'
    | 'InexactNumber'
    | 'MissingValue'
    | 'KeyTooLong'
    | 'UnusableKey'
    | 'SameId'
    | 'RepeatedName'
    | 'NotAnObject'
    | 'TooManyColumns'
    | 'TooManyArrays'
    | 'TooDeep';
  /** The key that it is about. */
  key?: string;
  detail: string;
}
