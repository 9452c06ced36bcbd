"""What this shop sells, promises and says: the shopkeeper's folder (data/shop), read live and checked in words."""

from .advice import SizeAdvice
from .charts import Chart
from .content import Content
from .hours import Hours
from .problems import Problem, ShopError
from .products import Product, Sku, plain
from .settings import ShopSettings
from .shop import Shop, check
from .sizes import SizeCharts

__all__ = [
    "Chart", "Content", "Hours", "Problem", "Product", "Shop", "ShopError", "ShopSettings", "SizeAdvice", "SizeCharts",
    "Sku", "check", "plain",
]  # fmt: skip
