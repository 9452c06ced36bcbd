"""Labels with few sentences: the shop's own questions, two to five phrasings and an answer each, up to several hundred of them.

So few sentences make no line between labels. What they do make is a match: how alike a message is to all that an entry has. How much
each kind of likeness says is the same for every entry, so it is learnt once from the questions of other shops, and a new entry needs
no learning at all."""
