Option Explicit

' Made from the catalogue of functions.

Public Function KAM_SCORE( _
    ByVal ratings As Variant, _
    ByVal weights As Variant, _
    Optional ByVal directions As Variant, _
    Optional ByVal scale_high As Variant, _
    Optional ByVal minimum_coverage As Variant) As Variant
    KAM_SCORE = Answer("KAM_SCORE", Array( _
        ratings, _
        weights, _
        directions, _
        scale_high, _
        minimum_coverage))
End Function

Public Function KAM_TIER( _
    ByVal scores As Variant, _
    Optional ByVal border_a As Variant, _
    Optional ByVal border_b As Variant, _
    Optional ByVal border_c As Variant, _
    Optional ByVal scale_high As Variant) As Variant
    KAM_TIER = Answer("KAM_TIER", Array(scores, border_a, border_b, border_c, scale_high))
End Function

Public Function KAM_RANK(ByVal scores As Variant, Optional ByVal score As Variant) As Variant
    KAM_RANK = Answer("KAM_RANK", Array(scores, score))
End Function

Public Function KAM_SCORES( _
    ByVal ratings As Variant, _
    ByVal weights As Variant, _
    Optional ByVal directions As Variant, _
    Optional ByVal scale_high As Variant) As Variant
    KAM_SCORES = Answer("KAM_SCORES", Array(ratings, weights, directions, scale_high))
End Function

Public Function KAM_COVERAGE(ByVal ratings As Variant, ByVal weights As Variant) As Variant
    KAM_COVERAGE = Answer("KAM_COVERAGE", Array(ratings, weights))
End Function

Public Function KAM_BAND( _
    ByVal values As Variant, _
    ByVal thresholds As Variant, _
    Optional ByVal shape As Variant, _
    Optional ByVal floor As Variant) As Variant
    KAM_BAND = Answer("KAM_BAND", Array(values, thresholds, shape, floor))
End Function

Public Function KAM_RESCALE( _
    ByVal values As Variant, _
    Optional ByVal old_high As Variant, _
    Optional ByVal new_high As Variant) As Variant
    KAM_RESCALE = Answer("KAM_RESCALE", Array(values, old_high, new_high))
End Function

Public Function KAM_QUADRANT( _
    ByVal attractiveness As Variant, _
    ByVal strength As Variant, _
    Optional ByVal cut_attractiveness As Variant, _
    Optional ByVal cut_strength As Variant, _
    Optional ByVal language As Variant) As Variant
    KAM_QUADRANT = Answer("KAM_QUADRANT", Array( _
        attractiveness, _
        strength, _
        cut_attractiveness, _
        cut_strength, _
        language))
End Function

Public Function KAM_ICP_MATCH( _
    ByVal account As Variant, _
    ByVal ideal As Variant, _
    Optional ByVal weights As Variant) As Variant
    KAM_ICP_MATCH = Answer("KAM_ICP_MATCH", Array(account, ideal, weights))
End Function

Public Function KAM_EXPLAIN( _
    ByVal ratings As Variant, _
    ByVal weights As Variant, _
    Optional ByVal directions As Variant, _
    Optional ByVal scale_high As Variant, _
    Optional ByVal minimum_coverage As Variant, _
    Optional ByVal names As Variant, _
    Optional ByVal against As Variant, _
    Optional ByVal language As Variant) As Variant
    KAM_EXPLAIN = Answer("KAM_EXPLAIN", Array( _
        ratings, _
        weights, _
        directions, _
        scale_high, _
        minimum_coverage, _
        names, _
        against, _
        language))
End Function

Public Function KAM_CRITICAL_WEIGHT( _
    ByVal first As Variant, _
    ByVal second As Variant, _
    ByVal weights As Variant, _
    Optional ByVal directions As Variant, _
    Optional ByVal scale_high As Variant) As Variant
    KAM_CRITICAL_WEIGHT = Answer("KAM_CRITICAL_WEIGHT", Array( _
        first, _
        second, _
        weights, _
        directions, _
        scale_high))
End Function

Public Function KAM_STABILITY( _
    ByVal ratings As Variant, _
    ByVal weights As Variant, _
    Optional ByVal directions As Variant, _
    Optional ByVal spread As Variant, _
    Optional ByVal scale_high As Variant) As Variant
    KAM_STABILITY = Answer("KAM_STABILITY", Array(ratings, weights, directions, spread, scale_high))
End Function

Public Function KAM_AHP(ByVal pairs As Variant) As Variant
    KAM_AHP = Answer("KAM_AHP", Array(pairs))
End Function

Public Function KAM_AHP_CR(ByVal pairs As Variant) As Variant
    KAM_AHP_CR = Answer("KAM_AHP_CR", Array(pairs))
End Function

Public Function KAM_SHARE(ByVal amounts As Variant, Optional ByVal amount As Variant) As Variant
    KAM_SHARE = Answer("KAM_SHARE", Array(amounts, amount))
End Function

Public Function KAM_HHI(ByVal amounts As Variant) As Variant
    KAM_HHI = Answer("KAM_HHI", Array(amounts))
End Function

Public Function KAM_TOP_SHARE(ByVal amounts As Variant, ByVal k As Variant) As Variant
    KAM_TOP_SHARE = Answer("KAM_TOP_SHARE", Array(amounts, k))
End Function

Public Function KAM_HHI_NORM(ByVal amounts As Variant) As Variant
    KAM_HHI_NORM = Answer("KAM_HHI_NORM", Array(amounts))
End Function

Public Function KAM_EFFECTIVE(ByVal amounts As Variant) As Variant
    KAM_EFFECTIVE = Answer("KAM_EFFECTIVE", Array(amounts))
End Function

Public Function KAM_N50(ByVal amounts As Variant, Optional ByVal part As Variant) As Variant
    KAM_N50 = Answer("KAM_N50", Array(amounts, part))
End Function

Public Function KAM_GINI(ByVal amounts As Variant) As Variant
    KAM_GINI = Answer("KAM_GINI", Array(amounts))
End Function

Public Function KAM_HHI_BOUNDS(ByVal shares As Variant, Optional ByVal rest As Variant) As Variant
    KAM_HHI_BOUNDS = Answer("KAM_HHI_BOUNDS", Array(shares, rest))
End Function

Public Function KAM_ABC( _
    ByVal amounts As Variant, _
    Optional ByVal border_a As Variant, _
    Optional ByVal border_b As Variant) As Variant
    KAM_ABC = Answer("KAM_ABC", Array(amounts, border_a, border_b))
End Function

Public Function KAM_XYZ( _
    ByVal amounts As Variant, _
    Optional ByVal border_x As Variant, _
    Optional ByVal border_y As Variant) As Variant
    KAM_XYZ = Answer("KAM_XYZ", Array(amounts, border_x, border_y))
End Function

Public Function KAM_CONC_LEVEL( _
    ByVal shares As Variant, _
    Optional ByVal language As Variant) As Variant
    KAM_CONC_LEVEL = Answer("KAM_CONC_LEVEL", Array(shares, language))
End Function

Public Function KAM_GROUP( _
    ByVal ids As Variant, _
    ByVal parents As Variant, _
    Optional ByVal amounts As Variant) As Variant
    KAM_GROUP = Answer("KAM_GROUP", Array(ids, parents, amounts))
End Function

Public Function KAM_CLV( _
    ByVal margins As Variant, _
    Optional ByVal retention As Variant, _
    Optional ByVal discount As Variant, _
    Optional ByVal years As Variant, _
    Optional ByVal sustainability As Variant) As Variant
    KAM_CLV = Answer("KAM_CLV", Array(margins, retention, discount, years, sustainability))
End Function

Public Function KAM_CAGR( _
    ByVal first As Variant, _
    ByVal last As Variant, _
    ByVal years As Variant) As Variant
    KAM_CAGR = Answer("KAM_CAGR", Array(first, last, years))
End Function

Public Function KAM_SOW(ByVal own As Variant, ByVal spend As Variant) As Variant
    KAM_SOW = Answer("KAM_SOW", Array(own, spend))
End Function

Public Function KAM_STRESS( _
    ByVal revenues As Variant, _
    ByVal margins As Variant, _
    ByVal fixed_costs As Variant, _
    Optional ByVal lost As Variant, _
    Optional ByVal cash As Variant) As Variant
    KAM_STRESS = Answer("KAM_STRESS", Array(revenues, margins, fixed_costs, lost, cash))
End Function

Public Function KAM_VERSION() As Variant
    KAM_VERSION = Answer("KAM_VERSION", Array())
End Function
