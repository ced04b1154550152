// Package torture has no code of its own: its tests kill latchkey, cut the power
// of its disk, fill it, flip bits in its files and flood its doors, and look
// whether anything that was acknowledged is missing or half there, and whether a
// token is ever good that must not be. They run with -tags torture; the long
// form, with LATCHKEY_LONG set, takes about half an hour.
package torture
