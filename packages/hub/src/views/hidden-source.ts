// Whose name stands where a source would tell the sender of a confidential parcel.
export const HIDDEN_SOURCE = 'private'
