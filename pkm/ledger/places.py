"""Where terminals stand: what card records print behind a merchant's name. Only what is listed is taken for a place.

Towns: the largest of Germany, Austria, Switzerland, France, Britain, Ireland, the Benelux and the United States, without
those that are common words or names. Codes: ISO 3166-1 and the states of the USA (USPS Publication 28, appendix B).
"""

from __future__ import annotations

_TOWNS = """
aachen, aberdeen, aix en provence, albuquerque, amiens, amsterdam, anaheim, anchorage, angers, annecy, antibes,
antwerpen, atlanta, augsburg, austin, avignon, baltimore, bamberg, barcelona, basel, bayreuth, belfast, bellevue,
berkeley, berlin, bern, besancon, besançon, bielefeld, birmingham, bochum, boise, bonn, bordeaux, boston,
braunschweig, bregenz, bremen, brest, brighton, bristol, brooklyn, brussel, brussels, bruxelles, caen, cambridge,
cannes, cardiff, charlotte, chemnitz, chicago, cincinnati, clermont ferrand, cleveland, colmar, colorado springs,
columbus, copenhagen, cork, cupertino, dallas, darmstadt, den haag, denver, detroit, dijon, dortmund, dresden,
dublin, duesseldorf, duisburg, dundee, düsseldorf, edinburgh, eindhoven, el paso, erfurt, erlangen, exeter, fort
worth, frankfurt, frankfurt am main, freiburg, fresno, friedrichshafen, fulda, galway, gelsenkirchen, geneva,
geneve, genf, gent, genève, giessen, gießen, glasgow, goettingen, graz, grenoble, göttingen, hamburg, hannover,
heidelberg, heilbronn, helsinki, hildesheim, honolulu, houston, indianapolis, ingolstadt, innsbruck, jacksonville,
jena, kansas city, karlsruhe, kassel, kempten, kiel, klagenfurt, koblenz, koeln, konstanz, krefeld, köln, la
rochelle, landshut, las vegas, lausanne, le havre, leeds, leicester, leipzig, leverkusen, liege, lille, limoges,
linz, lisboa, liverpool, liège, london, los angeles, louisville, luebeck, lugano, luxembourg, luxemburg, luzern,
lyon, lübeck, madrid, magdeburg, mainz, manchester, mannheim, marburg, marseille, memphis, mesa, metz, miami,
milano, milwaukee, minneapolis, montpellier, mountain view, muenchen, muenster, mulhouse, munich, mönchengladbach,
münchen, münster, nancy, nantes, nashville, new orleans, new york, newark, newcastle, nimes, norwich, nottingham,
nuernberg, nîmes, nürnberg, oakland, oberhausen, offenbach, oklahoma city, oldenburg, omaha, orlando, orleans,
orléans, oslo, osnabrueck, osnabrück, oxford, palo alto, paris, passau, perpignan, pforzheim, philadelphia, phoenix,
pittsburgh, plano, plymouth, poitiers, portland, portsmouth, potsdam, raleigh, regensburg, reims, rennes,
reutlingen, richmond, roma, rosenheim, rostock, rotterdam, rouen, saarbruecken, saarbrücken, sacramento, saint
etienne, saint étienne, salt lake city, salzburg, san antonio, san diego, san francisco, san jose, santa monica,
scottsdale, seattle, sheffield, siegen, southampton, spokane, st gallen, st louis, stockholm, strasbourg, stuttgart,
swansea, tampa, toulon, toulouse, trier, tucson, tuebingen, tulsa, tübingen, ulm, utrecht, versailles, vienna,
villeurbanne, wichita, wien, wiesbaden, winterthur, wolfsburg, wuerzburg, wuppertal, würzburg, zuerich, zurich,
zürich
"""
_LANDS = """
deutschland germany österreich oesterreich austria schweiz switzerland suisse france frankreich uk ireland europe
netherlands belgium luxembourg usa
"""
_COUNTRIES = "de at ch fr gb uk ie nl be lu it es pt pl dk se us usa deu aut che fra gbr irl nld bel lux"
_STATES = """
al ak az ar ca co ct dc de fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok or pa
ri sc sd tn tx ut va vt wa wi wv wy
"""

TOWNS = frozenset(" ".join(each.split()) for each in _TOWNS.split(","))
LANDS = frozenset(_LANDS.split())
COUNTRIES = frozenset(_COUNTRIES.split())
STATES = frozenset(_STATES.split())
LONGEST_TOWN = max(each.count(" ") + 1 for each in TOWNS)
