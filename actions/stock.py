"""What can be had now: colours and sizes on hand, and what to take instead when it is sold out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Optional

from actions.answer import Answer, button
from actions.carried import values
from actions.cues import chosen
from actions.presale import say_deposit
from actions.product import ProductAction, person
from actions.question import Question
from actions.words import Words
from bot.shop import Content, Product, Sku

FEW = 5  # from here on it is said how many are left
OTHERS = 4  # alternatives offered
_WHICH_IS_NICE = r"好看|哪个色|哪个颜色|哪款颜色|选哪|推荐|百搭|显白|显瘦|耐脏|什么颜色好|颜色.{0,3}好"


@dataclass(frozen=True)
class Shelf:
    """A product's SKUs and how many of each are on hand."""

    product: Product
    levels: dict[str, int]

    @classmethod
    def of(cls, question: Question, product: Product) -> "Shelf":
        return cls(product, question.stores.stock.of_product(product.id))

    def left(self, sku: Sku) -> int:
        return self.levels.get(sku.id, 0)

    @property
    def sold(self) -> tuple[Sku, ...]:
        """SKUs that can be ordered now, in the sheet's order."""
        return tuple(sku for sku in self.product.skus if self.left(sku) > 0)

    def sizes(self, colours: Iterable[str]) -> tuple[str, ...]:
        wanted = set(colours)
        there = {sku.size for sku in self.sold if sku.colour in wanted}
        return tuple(size for size in self.product.sizes if size in there)

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sku.colour for sku in self.sold))

    def instead_of(self, wanted: Iterable[Sku], colours: Iterable[str], size: Optional[str]) -> tuple[Sku, ...]:
        """What comes nearest: the same size in other colours, then other sizes of the same colour, then anything."""
        gone, colours = set(wanted), set(colours)
        left = [sku for sku in self.sold if sku not in gone]
        return tuple(sorted(left, key=lambda sku: (sku.size != size, sku.colour not in colours))[:OTHERS])


def colours_meant(product: Product, said: Iterable[str]) -> tuple[str, ...]:
    """The product's colours for what a shopper calls them: 灰色 also means 深灰 and 浅灰 when there is no plain one."""
    found: dict[str, None] = {}
    for colour in said:
        exact = [c for c in product.colours if c == colour]
        stem = colour.removesuffix("色") or colour
        found.update(dict.fromkeys(exact or [c for c in product.colours if stem in c]))
    return tuple(found)


def size_meant(content: Content, product: Product, said: Optional[str]) -> Optional[str]:
    """The product's size for what a shopper calls it (XXL, 165, 38码); None when it has no such size."""
    if not said or said in product.sizes:
        return said or None
    chart = content.charts.of(product)
    named = chart.named(said) if chart else None
    return named if named in product.sizes else None


def stepped(content: Content, product: Product, size: str, steps: int) -> Optional[str]:
    """The size so many steps above (below: negative) another one, as the chart counts them up; None when it is not made."""
    order = [one for one in content.charts.of(product).sizes if one in product.sizes]
    at = order.index(size) + steps if steps and size in order else -1
    return order[at] if 0 <= at < len(order) else None


class StockOnHand(ProductAction):
    """Whether a colour and size can be had, with what can be had instead."""

    action = "action_stock"

    def answer(self, question: Question) -> Answer:
        answer = Answer()
        return answer if say_deposit(question, answer) else super().answer(question)

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        shelf, words = Shelf.of(question, product), Words(question.content, question.now)
        if not shelf.sold:
            similar = button(words("button_similar"), intent="recommend", product=product.id)
            return answer.say("utter_stock_none", product=product.name, buttons=[similar])
        if _too_many(question, answer):
            return answer
        said_colours, said_size = _said(question)
        if product.presale and not (said_colours or said_size):
            return answer.say("utter_stock_presale", product=product.name, presale=product.presale)
        if not (said_colours or said_size):
            return answer.say("utter_stock_all", product=product.name, summary=summary(shelf, words))
        return _one(question, shelf, answer, said_colours, said_size)


def _said(question: Question) -> tuple[list[str], Optional[str]]:
    """Colours and size of the message, else of the goods card."""
    colours, sizes = values(question, "colour", ("order",)), values(question, "size", ("order",))
    if not colours and not sizes and question.sku and question.sku.product == question.product_id:
        return [question.sku.colour], question.sku.size
    return colours, (sizes[0] if sizes else None)


def _too_many(question: Question, answer: Answer) -> bool:
    """More than one shopper may order: a person quotes. Whether it was that many."""
    pieces, policies = question.entities.get("quantity") or 0, question.content.policies
    if pieces <= policies["payment"]["limit"]:
        return False
    name = "utter_discount_wholesale" if pieces >= policies["discounts"]["wholesale_from"] else "utter_quantity_limit"
    answer.say(name, quantity=pieces, buttons=[person(question)])
    return True


def _one(question: Question, shelf: Shelf, answer: Answer, said_colours: list[str], said_size: Optional[str]) -> Answer:
    product, words = shelf.product, Words(question.content, question.now)
    colours = colours_meant(product, said_colours)
    size = size_meant(question.content, product, said_size)
    asked = " ".join([*said_colours, *([said_size] if said_size else [])])
    if (said_colours and not colours) or (said_size and not size):
        there = sorted_sizes(question, product, shelf.sizes(colours or shelf.colours)) if said_size and not size else shelf.colours
        return answer.say("utter_stock_not_made", product=product.name, item=asked, others=words("and").join(there))
    wanted = [sku for colour in colours or (None,) for sku in product.find(colour, size)]
    on_hand = [sku for sku in wanted if shelf.left(sku) > 0]
    if not on_hand:
        near = shelf.instead_of(wanted, colours, size)
        return answer.say("utter_stock_no", product=product.name, item=asked, others=listed(words, near))
    if len(wanted) > 1:
        return _several(answer, shelf, on_hand, words, asked, size)
    return _say_left(question, answer, shelf, on_hand[0])


def _several(answer: Answer, shelf: Shelf, on_hand: list[Sku], words: Words, asked: str, size: Optional[str]) -> Answer:
    """Several SKUs fit the words: the colours of a size, or the sizes of a colour."""
    if size:
        colours = words("and").join(dict.fromkeys(sku.colour for sku in on_hand))
        return answer.say("utter_stock_size", product=shelf.product.name, size=size, colours=colours)
    return answer.say("utter_stock_colour", product=shelf.product.name, colour=asked, items=words("and").join(dict.fromkeys(sku.size for sku in on_hand)))


def _say_left(question: Question, answer: Answer, shelf: Shelf, sku: Sku) -> Answer:
    left, wanted = shelf.left(sku), question.entities.get("quantity") or 1
    values_ = {"product": shelf.product.name, "item": sku.words, "left": left}
    if wanted > left:
        return answer.say("utter_stock_short", quantity=wanted, **values_)
    if shelf.product.presale:
        return answer.say("utter_stock_presale_item", presale=shelf.product.presale, **values_)
    return answer.say("utter_stock_few" if left <= FEW else "utter_stock_yes", **values_)


def sorted_sizes(question: Question, product: Product, sizes: Iterable[str]) -> list[str]:
    """As the chart counts them up."""
    chart = question.content.charts.of(product)
    order = chart.sizes if chart else product.sizes
    return sorted(sizes, key=lambda size: order.index(size) if size in order else len(order))


def listed(words: Words, skus: Iterable[Sku]) -> str:
    """白色 M、黑色 M."""
    return words("and").join(sku.words for sku in skus)


def summary(shelf: Shelf, words: Words) -> str:
    """One line a colour with the sizes on hand."""
    return "\n".join(
        words("colour_line", colour=colour, sizes=words("and").join(shelf.sizes([colour]))) for colour in shelf.colours)


class Colours(ProductAction):
    """Which colours there are, whether one is there, which one to take."""

    action = "action_colour"

    def about(self, question: Question, product: Product, answer: Answer) -> Answer:
        shelf, words = Shelf.of(question, product), Words(question.content, question.now)
        known: dict[str, Any] = {"product": product.name, "colours": words("and").join(shelf.colours)}
        if not shelf.sold:
            return answer.say("utter_stock_none", product=product.name)
        said = values(question, "colour", ("order",))
        if said:
            return _colour(answer, shelf, words, said, known)
        if chosen(question, ((_WHICH_IS_NICE, "pick"),), "") and len(shelf.colours) > 1:
            pick = max(shelf.colours, key=lambda colour: sum(shelf.left(s) for s in product.find(colour)))
            return answer.say("utter_colour_pick", pick=pick, **known)
        return answer.say("utter_colours", **known)


def _colour(answer: Answer, shelf: Shelf, words: Words, said: list[str], known: dict[str, Any]) -> Answer:
    there = [c for c in colours_meant(shelf.product, said) if shelf.sizes([c])]
    if not there:
        return answer.say("utter_colour_no", colour=words("and").join(said), **known)
    sizes = words("and").join(shelf.sizes(there))
    return answer.say("utter_colour_yes", colour=words("and").join(there), sizes=sizes, **known)
