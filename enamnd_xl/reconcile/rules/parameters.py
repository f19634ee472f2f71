"""The parameters of a living workbook (6xx): what stands on Start, Kommuner, Tjänster and Listor.

Only the texts are here: what reads the parameters stands above the reconciliation, and is handed to it.
"""

from enamnd_xl.reconcile.registry import declare

declare(
    "EN611",
    "parameter-går-inte-att-använda",
    checks="Att nämndens uppgifter på Kommuner, Tjänster och Listor går att fördela efter: att varje cell har det "
    "slags uppgift som rubriken säger, att namnen finns och att varje kommun som är med har en folkmängd.",
    why="En formel läser en tom cell som 0 och ett felskrivet namn som ingen alls, och fördelar ändå.",
    example="Under Utanför står Ljusnasberg, men kommunen heter Ljusnarsberg. Den betalar då fast den ska stå utanför.",
    remedy="Rätta cellen; flera namn under Utanför skiljs åt med semikolon eller komma.",
)
declare(
    "EN612",
    "orimlig-parameter",
    checks="Att budgetåret är ett årtal mellan 2000 och 2100, att ett års uppräkning är högst 25 % och tidigare års "
    "högst 100 %, uppåt eller nedåt, och att ingen som betalar efter folkmängd har 0 invånare.",
    why="Det går att räkna med men är sällan menat, och syns inte i summorna: de andra kommunerna betalar skillnaden.",
    example="Uppräkningen är 3, alltså 300 %, där 3 % var menat.",
    remedy="Kontrollera uppgiften mot beslutet eller statistiken. Är den rätt: tysta fyndet på bladet Kontroller.",
)
