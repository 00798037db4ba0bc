package outbox

// KeyOf is keyOf.
var KeyOf = keyOf
