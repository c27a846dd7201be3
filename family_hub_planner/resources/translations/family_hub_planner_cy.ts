<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- Cyfieithiad heb ei adolygu. UNREVIEWED first translation: no Welsh speaker of the field has read it yet. A text is reviewed once its type=unfinished is taken away. -->
<TS version="2.1" language="cy" sourcelanguage="en_GB">
<context>
    <name>FamilyHubPlanner</name>
    <message>
        <source> min</source>
        <translation type="unfinished"> mun</translation>
    </message>
    <message>
        <source>"0-2=pram; 3-4=pram; 5-17=walk". Without "=" the mode chosen below. Empty: all bands of children that the demand points have, by that mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"deciles 1-3=80; each locality=60; Oakham=50; all=70".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"deciles 1-3=80; each locality=60; Oakham=50; all=70". Must hold today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"each locality&lt;=2; new in Oakham&lt;=1; deciles 1-3&gt;=1". A hub belongs to the area that it lies in (AREAS), else to the nearest demand point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"library; school; fire station; -military base": types named earlier are taken first among plans that do equally well; types not named come last; a minus leaves one out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>"perpetrators with survivors of abuse; young offenders with early years".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0-4 are children under five.</source>
        <translation type="unfinished">Mae 0-4 yn golygu plant dan bump.</translation>
    </message>
    <message>
        <source>1 area has a journey more than {} minutes longer than today; children there: {}.</source>
        <translation type="unfinished">Mae gan 1 ardal daith sydd fwy na {} munud yn hirach na heddiw; plant yno: {}.</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation type="unfinished">1 munud</translation>
    </message>
    <message>
        <source>2sfca: all within the longest band count alike. e2sfca: near counts more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>5 is our choice. 0: one-off costs are shown, and not weighed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of one of the network algorithms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file of one of the network algorithms: its main roads and water are drawn, its speeds and source are told.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A hub of today ({})</source>
        <translation type="unfinished">Hwb heddiw ({})</translation>
    </message>
    <message>
        <source>A name: the page then stands among the project's layouts, to be worked on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A neutral one, such as N1. Empty: added 1, added 2 and so on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number for each hub: hours a week, places, sessions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A place further from any way is reported as unrouted, never moved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A plan is being measured; wait until it is done.</source>
        <translation type="unfinished">Mae cynllun yn cael ei fesur; arhoswch nes iddo orffen.</translation>
    </message>
    <message>
        <source>A run (results.json or its folder)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A scenario file of your own, to change and to run on your files.</source>
        <translation type="unfinished">Eich ffeil senario eich hun, i'w newid a'i rhedeg ar eich ffeiliau.</translation>
    </message>
    <message>
        <source>A score or share of each area; higher means more excluded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A service's point is its building within (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A share, a percentage, or a number beside the number of all households.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A table or points: id, name, building's id, area needed; see the help.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A trial hub ({}): a point on the map, no building has been looked for</source>
        <translation type="unfinished">Hwb prawf ({}): pwynt ar y map, ni chwiliwyd am adeilad</translation>
    </message>
    <message>
        <source>A venue that may be tried ({}); its owner may not have been asked</source>
        <translation type="unfinished">Lleoliad y gellir rhoi cynnig arno ({}); efallai na ofynnwyd i'w berchennog</translation>
    </message>
    <message>
        <source>A workbook, CSV files, GeoPackages and the columns of the national return. The folder is replaced as a whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accessibility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accessibility of hubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accessibility of hubs (capacity per child)</source>
        <translation type="unfinished">Hygyrchedd hybiau (capasiti fesul plentyn)</translation>
    </message>
    <message>
        <source>Added point's children</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added point's id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added point's name or kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ages</source>
        <translation type="unfinished">Oedrannau</translation>
    </message>
    <message>
        <source>Ages of the children counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ages, each with its mode of travel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished">Pob ffeil (*)</translation>
    </message>
    <message>
        <source>All households (where that is a number)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All plans in words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All settings…</source>
        <translation type="unfinished">Pob gosodiad…</translation>
    </message>
    <message>
        <source>Allow unlike coverages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An asset register, GIAS, the NHS's epraccur or any list with headings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An extract of your county, for example from download.geofabrik.de.</source>
        <translation type="unfinished">Detholiad o'ch sir, er enghraifft o download.geofabrik.de.</translation>
    </message>
    <message>
        <source>Another authority's, not counted in £: {}.</source>
        <translation type="unfinished">Awdurdod arall, heb ei gyfrif mewn £: {}.</translation>
    </message>
    <message>
        <source>Another network, other demand points or children: named instead of refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished">Ardal</translation>
    </message>
    <message>
        <source>Area a service needs (m2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area code</source>
        <translation type="unfinished">Cod yr ardal</translation>
    </message>
    <message>
        <source>Area it needs (m²)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area it serves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area's code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area's name</source>
        <translation type="unfinished">Enw'r ardal</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation type="unfinished">Ardaloedd</translation>
    </message>
    <message>
        <source>Areas (LSOAs)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas are then shared out, never past a point's room. Empty: no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas are then shared out, never past a site's room. Empty value: no limit known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas beyond reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas listed on the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas near the network's edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas that keep one point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas to draw</source>
        <translation type="unfinished">Ardaloedd i'w lluniadu</translation>
    </message>
    <message>
        <source>Areas whose journey grows by more are named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas whose journeys grow by more are counted apart and listed by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas with longer journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas with longer journeys under the options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas with their need</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas with {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Areas, to tell where hubs lie</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As 2026-04-01. A grant claimed back until after a building can be left is paid back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As 2026-04-01. Lease ends and breaks after it say when a building can be left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the comparison was run. Empty: as the run says, else 5.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are written: may_close=May be given up; ward=Ward.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least (% of need in reach of either)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least (% of need within the minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most so many, besides those that run today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At new points, besides what they run today. Empty value: no limit known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audience</source>
        <translation type="unfinished">Cynulleidfa</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation type="unfinished">Awdurdod</translation>
    </message>
    <message>
        <source>Back to today</source>
        <translation type="unfinished">Yn ôl at heddiw</translation>
    </message>
    <message>
        <source>Back to today's hubs; can be undone</source>
        <translation type="unfinished">Yn ôl i hybiau heddiw; gellir ei ddadwneud</translation>
    </message>
    <message>
        <source>Backlog, £</source>
        <translation type="unfinished">Ôl-groniad, £</translation>
    </message>
    <message>
        <source>Bands (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bands, such as 15,30.</source>
        <translation type="unfinished">Bandiau, megis 15,30.</translation>
    </message>
    <message>
        <source>Bar fast roads without a mapped pavement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside 1 for need within reach of a hub. The half is our choice, not a finding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside the same UPRN, or postcode and address. 0: not by distance. Our choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besides the existing hubs; at most so many. Not used by set_cover.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best not ruled out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best plans of 1, 2, 3 ... Empty: up to OUTREACH.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best plans of 1, 2, 3 ... new sites, in a table and a chart. Empty: up to SITES.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best value not ruled out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best whole assignment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better than today as weighed (pounds a year)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break date</source>
        <translation type="unfinished">Dyddiad torri</translation>
    </message>
    <message>
        <source>Budget a year (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Budget, once (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Build from road lines…</source>
        <translation type="unfinished">Adeiladu o linellau ffyrdd…</translation>
    </message>
    <message>
        <source>Build its network</source>
        <translation type="unfinished">Adeiladu ei rhwydwaith</translation>
    </message>
    <message>
        <source>Build network from OpenStreetMap</source>
        <translation type="unfinished">Adeiladu rhwydwaith o OpenStreetMap</translation>
    </message>
    <message>
        <source>Build network from lines</source>
        <translation type="unfinished">Adeiladu rhwydwaith o linellau</translation>
    </message>
    <message>
        <source>Build the network</source>
        <translation type="unfinished">Adeiladu'r rhwydwaith</translation>
    </message>
    <message>
        <source>Building id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Building it is in now (id)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Building's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buildings of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buildings that may be given up (ids)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buildings that services could share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buildings with room, or with services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buildings with yes may be given up, as options for testing. No other is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By age of child</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By area and age.</source>
        <translation type="unfinished">Yn ôl ardal ac oedran.</translation>
    </message>
    <message>
        <source>By bicycle</source>
        <translation type="unfinished">Ar feic</translation>
    </message>
    <message>
        <source>By car</source>
        <translation type="unfinished">Mewn car</translation>
    </message>
    <message>
        <source>By decile, locality and group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By deprivation decile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By digital tier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By local quintile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By local quintile (1 is most deprived)</source>
        <translation type="unfinished">Yn ôl cwintel lleol (1 yw'r mwyaf difreintiedig)</translation>
    </message>
    <message>
        <source>By locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By rural-urban class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By second placing of the children</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By service and locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By straight line. A service moves for its own families; 5 km is our choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the column open_to. Off: all count as open to all, and the reason says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the column owner_agreed. Off: all are tested, and the reason says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the column spare_area_m2 of the venues; where it is empty a venue holds no hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the hubs that count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the mode that families have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By ward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By {} (1 is most deprived)</source>
        <translation type="unfinished">Yn ôl {} (1 yw'r mwyaf difreintiedig)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">Canslo</translation>
    </message>
    <message>
        <source>Candidate id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidate places at road junctions</source>
        <translation type="unfinished">Lleoedd posibl wrth gyffyrdd ffyrdd</translation>
    </message>
    <message>
        <source>Candidate venues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidate venues from OpenStreetMap</source>
        <translation type="unfinished">Lleoliadau posibl o OpenStreetMap</translation>
    </message>
    <message>
        <source>Candidate's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidates at road junctions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidates from OpenStreetMap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Candidates nearer to one another than this count as one place. Empty: all stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity of hubs with a child in their catchment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity of hubs without one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity per child on average, over all who compete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cars or vans, digital exclusion, rural-urban class, income-deprived children, or any table whose columns the groups name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catchments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catchments (travel-time areas)</source>
        <translation type="unfinished">Dalgylchoedd (ardaloedd amser teithio)</translation>
    </message>
    <message>
        <source>Catchments of hubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells not read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells that could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centroid's area code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Centroids</source>
        <translation type="unfinished">Canolbwyntiau</translation>
    </message>
    <message>
        <source>Change by age of child</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change by car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change by deprivation decile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change by group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change by local quintile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change by locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change in mean minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change in minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change of journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the folder of the results</source>
        <translation type="unfinished">Newid ffolder y canlyniadau</translation>
    </message>
    <message>
        <source>Changed values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished">Newid…</translation>
    </message>
    <message>
        <source>Charge for space (pounds a m² a year)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children</source>
        <translation type="unfinished">Plant</translation>
    </message>
    <message>
        <source>Children a session has room for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children aged 0-2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children beyond it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children beyond the longest band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children brought within reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children by age</source>
        <translation type="unfinished">Plant yn ôl oedran</translation>
    </message>
    <message>
        <source>Children counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children in income deprivation</source>
        <translation type="unfinished">Plant sydd ag amddifadedd incwm</translation>
    </message>
    <message>
        <source>Children in the most deprived decile</source>
        <translation type="unfinished">Plant yn y degradd mwyaf difreintiedig</translation>
    </message>
    <message>
        <source>Children in the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children newly routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children newly within {} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children no longer routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children no longer within {} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children not routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children of neighbours still compete. Empty: every demand point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children of the ages counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children of those areas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children who use it (a year)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children whose journeys, all together, are longer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children with a longer journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children with a much longer journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children with a shorter journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children with about the same journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children with {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within each band (minutes=children)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within reach of a hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within reach of an outreach point only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within reach of neither</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within the longest band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children within {} min</source>
        <translation type="unfinished">Plant o fewn {} mun</translation>
    </message>
    <message>
        <source>Children within {} minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children without a hub in the catchment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Children, weighted by decile</source>
        <translation type="unfinished">Plant, wedi'u pwysoli yn ôl degradd</translation>
    </message>
    <message>
        <source>Choose a hub</source>
        <translation type="unfinished">Dewiswch hwb</translation>
    </message>
    <message>
        <source>Choose it beside Area code.</source>
        <translation type="unfinished">Dewiswch ef wrth ymyl Cod yr ardal.</translation>
    </message>
    <message>
        <source>Chosen: {}.</source>
        <translation type="unfinished">Dewiswyd: {}.</translation>
    </message>
    <message>
        <source>Class of road</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a place on the map, or choose one under Places, to see whom it serves.</source>
        <translation type="unfinished">Cliciwch ar le ar y map, neu dewiswch un o dan Lleoedd, i weld pwy mae'n ei wasanaethu.</translation>
    </message>
    <message>
        <source>Click the map for a trial hub and drag it; click a hub or venue to switch it. Options for testing; no decision made.</source>
        <translation type="unfinished">Cliciwch ar y map am hwb prawf a'i lusgo; cliciwch ar hwb neu leoliad i'w newid. Opsiynau i'w profi; ni wnaed unrhyw benderfyniad.</translation>
    </message>
    <message>
        <source>Client group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client groups that must not share a building</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the areas or of the further tables: "low_income; lone_parents=Lone parent households; young_carers=". Nothing after "=": known, but without data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the lookup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comments of a consultation on a map: counted, what people wrote is never read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare scenarios (plans beside today)</source>
        <translation type="unfinished">Cymharu senarios (cynlluniau ochr yn ochr â heddiw)</translation>
    </message>
    <message>
        <source>Compare scenarios…</source>
        <translation type="unfinished">Cymharu senarios…</translation>
    </message>
    <message>
        <source>Compare with today…</source>
        <translation type="unfinished">Cymharu â heddiw…</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation type="unfinished">Cyflwr</translation>
    </message>
    <message>
        <source>Confidential buildings left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidential places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confidential services left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of all its hubs a year (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of closing (once)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of giving up (once)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of moving in (once)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of opening (pounds, once)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cost of the plan, once (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Costs: not known; give a venue of your register to count them.</source>
        <translation type="unfinished">Costau: anhysbys; rhowch leoliad o'ch cofrestr i'w cyfrif.</translation>
    </message>
    <message>
        <source>Count only its children.</source>
        <translation type="unfinished">Cyfrif ei blant ef yn unig.</translation>
    </message>
    <message>
        <source>Count only this authority's children</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts the children modelled within reach of a hub, by deprivation and place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cover at least (% of need)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage of hubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage of hubs (who is reached)</source>
        <translation type="unfinished">Cwmpas hybiau (pwy a gyrhaeddir)</translation>
    </message>
    <message>
        <source>Coverage today</source>
        <translation type="unfinished">Cyrhaeddiad heddiw</translation>
    </message>
    <message>
        <source>Coverages under the options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverages under the plans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut the inner bands out (rings)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decile weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demand id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demand points</source>
        <translation type="unfinished">Pwyntiau galw</translation>
    </message>
    <message>
        <source>Deprivation</source>
        <translation type="unfinished">Amddifadedd</translation>
    </message>
    <message>
        <source>Deprivation columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deprivation table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deprivation's direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destination id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digital exclusion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digitally excluded from this value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction</source>
        <translation type="unfinished">Cyfeiriad</translation>
    </message>
    <message>
        <source>Direction of travel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished">Wedi'i wneud</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation type="unfinished">Wedi'i wneud.</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download a network…</source>
        <translation type="unfinished">Lawrlwytho rhwydwaith…</translation>
    </message>
    <message>
        <source>Download network from OpenStreetMap</source>
        <translation type="unfinished">Lawrlwytho rhwydwaith o OpenStreetMap</translation>
    </message>
    <message>
        <source>Download your county's extract, or choose a tool under More that downloads it or takes road lines of your own.</source>
        <translation type="unfinished">Lawrlwythwch ddetholiad eich sir, neu dewiswch offeryn o dan Rhagor sy'n ei lawrlwytho neu'n cymryd eich llinellau ffyrdd eich hun.</translation>
    </message>
    <message>
        <source>Downloads the ways of a place or an extent and turns them into a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a table or layer in, or read your estate (under More of Sites).</source>
        <translation type="unfinished">Llusgwch dabl neu haen i mewn, neu darllenwch eich ystad (o dan Rhagor yn Safleoedd).</translation>
    </message>
    <message>
        <source>Drag your LSOAs' boundaries in.</source>
        <translation type="unfinished">Llusgwch ffiniau eich ACEHI (LSOA) i mewn.</translation>
    </message>
    <message>
        <source>Draw catchments…</source>
        <translation type="unfinished">Lluniadu dalgylchoedd…</translation>
    </message>
    <message>
        <source>Drawn area's code</source>
        <translation type="unfinished">Cod yr ardal a luniadir</translation>
    </message>
    <message>
        <source>Draws the areas from which hubs are modelled within bands of minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earliest date (empty: today)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easting and northing swapped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Easting and northing swapped, degrees in metre columns. Off: rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty, or an empty value: the floor area less the spare area of its building.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: EPSG:27700 in Great Britain, else UTM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: all areas, and what lies in them or near.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: as the layer's form is known for, if it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the estate's own buildings that are open to the public and stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the project's title, else what the layers are called.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the public one. https only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the running cost of the building moved into, by floor area. 0: nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: those with a site type and status Active, as the national return has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends joined within the tolerance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends this near are joined (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estate: buildings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimate ages from wider bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evenly, without discounting. 5 is our choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation type="unfinished">Tystiolaeth</translation>
    </message>
    <message>
        <source>Evidence pack (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence pack (page)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evidence pack (report)</source>
        <translation type="unfinished">Pecyn tystiolaeth (adroddiad)</translation>
    </message>
    <message>
        <source>Evidence pack: family hubs</source>
        <translation type="unfinished">Pecyn tystiolaeth: hybiau teuluoedd</translation>
    </message>
    <message>
        <source>Example</source>
        <translation type="unfinished">Enghraifft</translation>
    </message>
    <message>
        <source>Example on the sample county (fictional)</source>
        <translation type="unfinished">Enghraifft ar y sir enghreifftiol (dychmygol)</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation type="unfinished">Enghreifftiau</translation>
    </message>
    <message>
        <source>Existing hub id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Existing hub's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Existing hubs with yes may be closed, as options for testing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Existing hubs, kept open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expression of need</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Families cross the border. An extent gets no margin.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family Hub Planner</source>
        <translation type="unfinished">Cynllunydd Hybiau Teulu</translation>
    </message>
    <message>
        <source>Family Hub Planner: open or close the planner</source>
        <translation type="unfinished">Cynllunydd Hybiau Teulu: agor neu gau'r cynllunydd</translation>
    </message>
    <message>
        <source>Family Hub Planner: open the sample county (fictional)</source>
        <translation type="unfinished">Cynllunydd Hybiau Teulu: agor y sir enghreifftiol (dychmygol)</translation>
    </message>
    <message>
        <source>Family hubs in Fenmarch (fictional)</source>
        <translation type="unfinished">Hybiau teuluoedd yn Fenmarch (dychmygol)</translation>
    </message>
    <message>
        <source>Far from all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the areas, by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of its hubs</source>
        <translation type="unfinished">Ffeil ei hybiau</translation>
    </message>
    <message>
        <source>Files of tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files written by them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filled: the plan at hand. Upright stroke: today.</source>
        <translation type="unfinished">Wedi'i lenwi: y cynllun dan sylw. Llinell fertigol: heddiw.</translation>
    </message>
    <message>
        <source>Find a place by name or id</source>
        <translation type="unfinished">Dod o hyd i le yn ôl enw neu id</translation>
    </message>
    <message>
        <source>Find venues on OpenStreetMap…</source>
        <translation type="unfinished">Dod o hyd i leoliadau ar OpenStreetMap…</translation>
    </message>
    <message>
        <source>Finds options that might merge, move or be given up, and whom each concerns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds venues where hubs' staff would reach most need beyond the hubs, with proof.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds which candidate venues would reach the most need, and says how sure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finer demand points</source>
        <translation type="unfinished">Pwyntiau galw manylach</translation>
    </message>
    <message>
        <source>Finer demand points…</source>
        <translation type="unfinished">Pwyntiau galw manylach…</translation>
    </message>
    <message>
        <source>Finer place's id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finer places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finer places outside all areas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floor area, m²</source>
        <translation type="unfinished">Arwynebedd llawr, m²</translation>
    </message>
    <message>
        <source>Folder of tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the input files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the results</source>
        <translation type="unfinished">Ffolder y canlyniadau</translation>
    </message>
    <message>
        <source>Folder of the run's input files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with a table of facilities of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with a table of words of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with tables of rules of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a list of one kind, such as: library, fire station, GP surgery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For all hubs that are open after the plan, existing ones too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For another index: is rank, decile or score 1 the most deprived, or the highest?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For decile_weights: decile=weight, 1 the most deprived. Our preset and no standard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For e2sfca, one a band, such as 1,0.68,0.22. Empty: Gaussian, 1 to 0.22.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For expression: a QGIS expression over the output's columns, further counts and age bands included, such as "children" * (1 + coalesce("idaci_score", 0)).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For mixed: the rest is on mean minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For openings and closings. With a budget, fewer sites than asked for may open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For set_cover. 100: every area that any hub or venue has within the minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the floors, the outreach point and the page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For this run: step.NAME=value, parted by semicolons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For walk and pram: no effect on others. A missing tag means unmapped, so they are open unless barred here; run it both ways and compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the hub that a point is linked to, by car, one way. A preset, no standard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frontier up to so many points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frontier up to so many sites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frontier: a row a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frontier: need reached by number of points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frontier: need reached by number of sites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further age bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further columns to keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further counts of the areas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further counts to report on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further counts to share out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further coverages and needs, to show beside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further rates to carry over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further settings</source>
        <translation type="unfinished">Gosodiadau pellach</translation>
    </message>
    <message>
        <source>Further tables by area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap between the two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap of the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps with names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps: areas beyond reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GeoPackage (*.gpkg)</source>
        <translation type="unfinished">GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <source>Give the plan a name.</source>
        <translation type="unfinished">Rhowch enw i'r cynllun.</translation>
    </message>
    <message>
        <source>Give the scenario a file that ends in .gpkg.</source>
        <translation type="unfinished">Rhowch ffeil sy'n gorffen â .gpkg i'r senario.</translation>
    </message>
    <message>
        <source>Gives the hubs of a plan to test: without those given up, with venues added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives the minutes from every origin to every destination, or to the nearest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Giving up, once</source>
        <translation type="unfinished">Rhoi'r gorau iddo, unwaith</translation>
    </message>
    <message>
        <source>Grant claim until</source>
        <translation type="unfinished">Hawliad grant tan</translation>
    </message>
    <message>
        <source>Grant to be paid back</source>
        <translation type="unfinished">Grant i'w ad-dalu</translation>
    </message>
    <message>
        <source>Grants to be paid back are counted only where the register states them.</source>
        <translation type="unfinished">Cyfrifir grantiau i'w had-dalu dim ond lle mae'r gofrestr yn eu nodi.</translation>
    </message>
    <message>
        <source>Greatest distance from voice to demand point (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greatest distance to a way (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Greatest share of the speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTML page (*.html)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold back counts under</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hotspots hold (% of the need)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours a week</source>
        <translation type="unfinished">Oriau'r wythnos</translation>
    </message>
    <message>
        <source>Hours a week its spare rooms can be had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours a week of a full-time hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours a week of a full-time site</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Households without a car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How evenly (equity measures)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How sure it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the results of “{}” were made is not recorded: they are shown, and the scenario of this pack does not make them again. Run the step from the panel to have it recorded.</source>
        <translation type="unfinished">Ni chofnodwyd sut y gwnaed canlyniadau “{}”: maent yn cael eu dangos, ac nid yw senario'r pecyn hwn yn eu gwneud eto. Rhedwch y cam o'r panel er mwyn ei gofnodi.</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hub buildings, where they are a layer of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hub id</source>
        <translation type="unfinished">Id yr hwb</translation>
    </message>
    <message>
        <source>Hub's id</source>
        <translation type="unfinished">Dynodydd yr hwb</translation>
    </message>
    <message>
        <source>Hub's name</source>
        <translation type="unfinished">Enw'r hwb</translation>
    </message>
    <message>
        <source>Hubs</source>
        <translation type="unfinished">Hybiau</translation>
    </message>
    <message>
        <source>Hubs (and outreach points that run today)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs and other buildings in one layer, with the facility columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs and outreach points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs and venues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs apart by (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs counted today alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs counted under the plan alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs near the network's edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs not on the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs of a plan (give up, add)</source>
        <translation type="unfinished">Hybiau cynllun (ildio, ychwanegu)</translation>
    </message>
    <message>
        <source>Hubs of a plan…</source>
        <translation type="unfinished">Hybiau cynllun…</translation>
    </message>
    <message>
        <source>Hubs of all scenarios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs of neighbours still count. Empty: every demand point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs of today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs on the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs tested without</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hubs to test without (ids)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids of steps, parted by commas; those they take from are run too. Empty: all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ids parted by commas, besides those that the field says. Options for testing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it were on, it would be the nearest place of 1 area, {}; children there: {}.</source>
        <translation type="unfinished">Pe bai ymlaen, hwn fyddai'r lle agosaf i 1 ardal, {}; plant yno: {}.</translation>
    </message>
    <message>
        <source>If it were on, it would be the nearest place of {} areas; children there: {} ({}).</source>
        <translation type="unfinished">Pe bai ymlaen, hwn fyddai'r lle agosaf i {} o ardaloedd; plant yno: {} ({}).</translation>
    </message>
    <message>
        <source>In the place of polygons or a field: an ONS lookup of areas to wards (best fit), or your own of areas to localities.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the place of polygons: the field of the areas that names it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In which existing building would the next hub be nearest to highest need?</source>
        <translation type="unfinished">Ym mha adeilad presennol y byddai'r hwb nesaf agosaf at yr angen mwyaf?</translation>
    </message>
    <message>
        <source>Internal: for officers</source>
        <translation type="unfinished">Mewnol: i swyddogion</translation>
    </message>
    <message>
        <source>It holds a venue_words.csv: which words mean which type of building.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no area's nearest place.</source>
        <translation type="unfinished">Nid dyma'r lle agosaf i unrhyw ardal.</translation>
    </message>
    <message>
        <source>It is the nearest place of 1 area, {}; children there: {}.</source>
        <translation type="unfinished">Dyma'r lle agosaf i 1 ardal, {}; plant yno: {}.</translation>
    </message>
    <message>
        <source>It is the nearest place of {} areas; children there: {} ({}).</source>
        <translation type="unfinished">Dyma'r lle agosaf i {} o ardaloedd; plant yno: {} ({}).</translation>
    </message>
    <message>
        <source>It stands on the spreadsheet's first sheet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stopped by a fault. QGIS's log tells which.</source>
        <translation type="unfinished">Stopiodd oherwydd nam. Mae log QGIS yn dweud pa un.</translation>
    </message>
    <message>
        <source>It would be no area's nearest place.</source>
        <translation type="unfinished">Ni fyddai'r lle agosaf i unrhyw ardal.</translation>
    </message>
    <message>
        <source>Its area's code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its files are missing ({}). Install the plugin again from its zip.</source>
        <translation type="unfinished">Mae ei ffeiliau ar goll ({}). Gosodwch yr ategyn eto o'i ffeil zip.</translation>
    </message>
    <message>
        <source>Its id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its own cost for its place (pounds a year)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its steps:</source>
        <translation type="unfinished">Ei gamau:</translation>
    </message>
    <message>
        <source>JSON, as docs/scenario.md describes it, or the record of an earlier run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join areas to children's ages and deprivation, to see where the need is.</source>
        <translation type="unfinished">Cysylltu ardaloedd ag oedrannau plant ac amddifadedd, i weld ble mae'r angen.</translation>
    </message>
    <message>
        <source>Joins deprivation and children by age to areas, with a demand point for each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journey</source>
        <translation type="unfinished">Taith</translation>
    </message>
    <message>
        <source>Journeys by service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journeys of the areas, now and today</source>
        <translation type="unfinished">Teithiau'r ardaloedd, nawr a heddiw</translation>
    </message>
    <message>
        <source>Journeys with minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journeys written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Junctions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Junctions of the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Junctions to choose from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep in the project as layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this plan as a scenario</source>
        <translation type="unfinished">Cadw'r cynllun hwn fel senario</translation>
    </message>
    <message>
        <source>Keep…</source>
        <translation type="unfinished">Cadw…</translation>
    </message>
    <message>
        <source>Layers to show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers to show: cannot be opened: {}. Choose layers that QGIS can read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lays results out on one page, with legend, scale, sources and licences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lease ends</source>
        <translation type="unfinished">Prydles yn dod i ben</translation>
    </message>
    <message>
        <source>Leaves out those whose owner_agreed says no. Off: tried, and the reason says so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out for safety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length (km)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links of hubs and outreach points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links of hubs and points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listed as named again, never left out. 0: not by distance. Our choice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists of places (*.csv *.csv.gz *.tsv *.txt *.xlsx *.ods)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live what-if (options for testing)</source>
        <translation type="unfinished">Beth petai, yn fyw (opsiynau i'w profi)</translation>
    </message>
    <message>
        <source>Live what-if: options for testing</source>
        <translation type="unfinished">Beth petai, yn fyw: opsiynau i'w profi</translation>
    </message>
    <message>
        <source>Live what-if: reading and routing</source>
        <translation type="unfinished">Beth petai, yn fyw: darllen a llwybro</translation>
    </message>
    <message>
        <source>Load the results into the project</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Localities</source>
        <translation type="unfinished">Ardaloedd lleol</translation>
    </message>
    <message>
        <source>Locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locality's name</source>
        <translation type="unfinished">Enw'r ardal leol</translation>
    </message>
    <message>
        <source>Longer by</source>
        <translation type="unfinished">Yn hwy o</translation>
    </message>
    <message>
        <source>Longer journeys are left out. Empty: all, and unreachable ones with NULL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest increase of an area's journey (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest journey (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest such walk (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest wait for an answer (seconds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lookup of 2011 to 2021 area codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lookup of wards or localities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by the step Need.</source>
        <translation type="unfinished">Wedi'u gwneud gan y cam Angen.</translation>
    </message>
    <message>
        <source>Made by this step, or a network that you have already.</source>
        <translation type="unfinished">Wedi'i wneud gan y cam hwn, neu rwydwaith sydd gennych eisoes.</translation>
    </message>
    <message>
        <source>Make the need map</source>
        <translation type="unfinished">Gwneud y map angen</translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished">Map</translation>
    </message>
    <message>
        <source>Map: change</source>
        <translation type="unfinished">Map: newid</translation>
    </message>
    <message>
        <source>Map: minutes</source>
        <translation type="unfinished">Map: munudau</translation>
    </message>
    <message>
        <source>Mapping (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mapping used, to be given again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Margin round the place (km)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be given up (yes or no)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be given up for types (% of value)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May be left out.</source>
        <translation type="unfinished">Gellir ei hepgor.</translation>
    </message>
    <message>
        <source>May be one place within (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May close (yes or no)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May hold a hub (yes or no)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean minutes today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean minutes under the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure the reach</source>
        <translation type="unfinished">Mesur y cyrhaeddiad</translation>
    </message>
    <message>
        <source>Measuring the plan's coverage; go on trying meanwhile.</source>
        <translation type="unfinished">Yn mesur cyrhaeddiad y cynllun; daliwch ati i roi cynnig yn y cyfamser.</translation>
    </message>
    <message>
        <source>Median minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median walk between demand point and way (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Median walk between origin and way (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mend coordinates that are surely wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished">Munudau</translation>
    </message>
    <message>
        <source>Minutes from which a journey counts as much longer</source>
        <translation type="unfinished">Y munudau y mae taith yn cyfrif yn llawer hirach ohonynt</translation>
    </message>
    <message>
        <source>Minutes that the bars show</source>
        <translation type="unfinished">Y munudau y mae'r barrau'n eu dangos</translation>
    </message>
    <message>
        <source>Minutes today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes under the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes within which 9 in 10 are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes, parted by commas. 10, 20 and 30 are a preset, not a standard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes, parted by commas. Empty: those of today's coverage.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing</source>
        <translation type="unfinished">Ar goll</translation>
    </message>
    <message>
        <source>Mode of travel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model the journey to each hub, and who is left beyond it.</source>
        <translation type="unfinished">Modelu'r daith i bob hwb, a phwy sydd y tu hwnt i'w gyrraedd.</translation>
    </message>
    <message>
        <source>Modelled {mode}: {share} of {children} {ages} within {minutes} minutes</source>
        <translation type="unfinished">Wedi'i fodelu {mode}: {share} o {children} {ages} o fewn {minutes} munud</translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished">Modelau</translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished">Rhagor</translation>
    </message>
    <message>
        <source>Most by which an area misses a count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most saved a year (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves no further than (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Much longer from (minutes more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Much longer: by more than</source>
        <translation type="unfinished">Llawer hirach: o fwy na</translation>
    </message>
    <message>
        <source>Much longer: more minutes than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Must stay (yes or no)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the layout kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the plan</source>
        <translation type="unfinished">Enw'r cynllun</translation>
    </message>
    <message>
        <source>Names of the options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of the plans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near best (Suggest sites)</source>
        <translation type="unfinished">Agos at y gorau (Awgrymu safleoedd)</translation>
    </message>
    <message>
        <source>Nearest hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest hub today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest hub under the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Need</source>
        <translation type="unfinished">Angen</translation>
    </message>
    <message>
        <source>Need by area</source>
        <translation type="unfinished">Angen fesul ardal</translation>
    </message>
    <message>
        <source>Need is</source>
        <translation type="unfinished">Ystyr angen</translation>
    </message>
    <message>
        <source>Need of an outreach point counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished">Rhwydwaith</translation>
    </message>
    <message>
        <source>Network's system in metres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New housing, a hotel for asylum seekers: each becomes a demand point of its own. Whether the tables count its children already is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New hubs suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New hubs, chosen together with the points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New outreach points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New sites</source>
        <translation type="unfinished">Safleoedd newydd</translation>
    </message>
    <message>
        <source>New sites to open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next best site</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No area has a journey more than {} minutes longer than today.</source>
        <translation type="unfinished">Nid oes gan unrhyw ardal daith sydd fwy na {} munud yn hirach na heddiw.</translation>
    </message>
    <message>
        <source>No children are counted in these areas.</source>
        <translation type="unfinished">Ni chyfrifir unrhyw blant yn yr ardaloedd hyn.</translation>
    </message>
    <message>
        <source>No two candidates lie within it; every junction lies within it of a candidate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No venue tested adds to what is reached today.</source>
        <translation type="unfinished">Nid oes yr un lleoliad a brofwyd yn ychwanegu at y cyrhaeddiad heddiw.</translation>
    </message>
    <message>
        <source>Nominatim server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not done</source>
        <translation type="unfinished">Heb ei wneud</translation>
    </message>
    <message>
        <source>Not known and not counted: {}.</source>
        <translation type="unfinished">Anhysbys a heb ei gyfrif: {}.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes to print under the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now</source>
        <translation type="unfinished">Nawr</translation>
    </message>
    <message>
        <source>ONSPD or NSPL (*.csv *.csv.gz)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ONSPD or NSPL as downloaded: live postcodes of small users, each alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ONSPD or NSPL: places rows without coordinates, and checks those with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of other modes, ages, hubs or weightings: a row each by decile and local quintile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of tables whose headings do not tell: "births.csv=Exshire Council, Open Government Licence v3.0; cars.csv=Office for National Statistics, OGL v3".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the best value, for types named earlier. 0: types only decide between equals.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the building moved into, paid once however many move in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of these left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off: families of a full-time site are not sent to one of fewer hours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On foot</source>
        <translation type="unfinished">Ar droed</translation>
    </message>
    <message>
        <source>On foot with a pram</source>
        <translation type="unfinished">Ar droed gyda phram</translation>
    </message>
    <message>
        <source>One building within (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each, parted by semicolons, as in the comparison.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each, parted by semicolons. Empty: the layers' own names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each, parted by semicolons. Empty: the layers' own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One minute longer on the way of one child is weighed as so many pounds a year. 1 is our choice, not a standard: ten visits a year there and back, an hour at 3 pounds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One or more: the same run with each plan's hubs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One place within (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-off cost (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One-way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only hubs with this service</source>
        <translation type="unfinished">Dim ond hybiau â'r gwasanaeth hwn</translation>
    </message>
    <message>
        <source>Only if not recognised: "code=Area; 0-2=Babies; 3-4=Nursery".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only if not recognised: "code=Area; imd_decile=Decile; idaci_score=Rate".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only if not recognised: "code=Area; ward_name=Ward; locality_name=Locality".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only inside these areas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only into buildings open to the public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only into buildings whose owner has agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only into step-free buildings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only sites with this service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only so many nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only these steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only these types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only venues open to the public</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only venues whose owner has agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only ways that touch this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what the headings do not tell: name=Site Name; uprn=Asset No; status=- (none). Or a JSON file, as this tool saves it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only where neither headings (Easting, Latitude) nor rows name it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only where the owner has agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only within the area a service serves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open hubs at least, at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the PDF</source>
        <translation type="unfinished">Agor y PDF</translation>
    </message>
    <message>
        <source>Open the Processing tool with all of its settings.</source>
        <translation type="unfinished">Agor yr offeryn Prosesu gyda'i holl osodiadau.</translation>
    </message>
    <message>
        <source>Open the comparison</source>
        <translation type="unfinished">Agor y gymhariaeth</translation>
    </message>
    <message>
        <source>Open the evidence pack</source>
        <translation type="unfinished">Agor y pecyn tystiolaeth</translation>
    </message>
    <message>
        <source>Open the log</source>
        <translation type="unfinished">Agor y log</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation type="unfinished">Agor y dudalen</translation>
    </message>
    <message>
        <source>Open the planner</source>
        <translation type="unfinished">Agor y cynllunydd</translation>
    </message>
    <message>
        <source>Open the sample county</source>
        <translation type="unfinished">Agor y sir enghreifftiol</translation>
    </message>
    <message>
        <source>Open the spreadsheet</source>
        <translation type="unfinished">Agor y daenlen</translation>
    </message>
    <message>
        <source>Open the tables</source>
        <translation type="unfinished">Agor y tablau</translation>
    </message>
    <message>
        <source>Open to</source>
        <translation type="unfinished">Ar agor i</translation>
    </message>
    <message>
        <source>OpenStreetMap (*.osm *.pbf *.osm.gz *.osm.bz2 *.graphml)</source>
        <translation type="unfinished">OpenStreetMap (*.osm *.pbf *.osm.gz *.osm.bz2 *.graphml)</translation>
    </message>
    <message>
        <source>OpenStreetMap extract (*.osm.pbf *.pbf *.osm *.osm.gz *.osm.bz2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenStreetMap file</source>
        <translation type="unfinished">Ffeil OpenStreetMap</translation>
    </message>
    <message>
        <source>Opening, once</source>
        <translation type="unfinished">Agor, unwaith</translation>
    </message>
    <message>
        <source>Opens the tool's dialog with the scenario and a folder set.</source>
        <translation type="unfinished">Yn agor deialog yr offeryn gyda'r senario a ffolder wedi'u gosod.</translation>
    </message>
    <message>
        <source>Option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options beside nothing changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options for testing; no decision made.</source>
        <translation type="unfinished">Opsiynau i'w profi; ni wnaed unrhyw benderfyniad.</translation>
    </message>
    <message>
        <source>Options for the estate</source>
        <translation type="unfinished">Opsiynau ar gyfer yr ystad</translation>
    </message>
    <message>
        <source>Options for the estate: frontier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options for the estate…</source>
        <translation type="unfinished">Opsiynau ar gyfer yr ystad…</translation>
    </message>
    <message>
        <source>Options to close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options to give up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options: a row a move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: extent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: postcode directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: register (layer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: table of travel times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or: ward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the table of journeys</source>
        <translation type="unfinished">Trefn tabl y teithiau</translation>
    </message>
    <message>
        <source>Origin id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Origins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other demand points of the same areas (postcodes): their count is printed beside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation type="unfinished">Wedi dyddio</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outreach points suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outreach points: frontier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overpass server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished">Perchennog</translation>
    </message>
    <message>
        <source>Owner agreed</source>
        <translation type="unfinished">Perchennog wedi cytuno</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf);;PNG (*.png);;SVG (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page on what was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of the PDF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pairs, ranked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part-time sites stand in for full ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parted by commas, for example: library, school, fire station. Empty: all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parted by commas. An id that is not there is refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places</source>
        <translation type="unfinished">Lleoedd</translation>
    </message>
    <message>
        <source>Places at road junctions…</source>
        <translation type="unfinished">Lleoedd wrth gyffyrdd ffyrdd…</translation>
    </message>
    <message>
        <source>Places not routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places that could hold a hub.</source>
        <translation type="unfinished">Lleoedd a allai gynnwys hwb.</translation>
    </message>
    <message>
        <source>Places without any journey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Places: ticked is switched on</source>
        <translation type="unfinished">Lleoedd: mae tic yn golygu ymlaen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan A</source>
        <translation type="unfinished">Cynllun A</translation>
    </message>
    <message>
        <source>Plans compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points added by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points with the same code field. Empty: a point inside each area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points, other shapes, or a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygons (output areas, hexagons, buildings) share by their own area, points (addresses, postcodes) alike, unless a weight is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Population-weighted centroids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Postcode directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pounds a year for one minute of one child</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print a map</source>
        <translation type="unfinished">Argraffu map</translation>
    </message>
    <message>
        <source>Print a map…</source>
        <translation type="unfinished">Argraffu map…</translation>
    </message>
    <message>
        <source>Private room</source>
        <translation type="unfinished">Ystafell breifat</translation>
    </message>
    <message>
        <source>Progress of the what-if</source>
        <translation type="unfinished">Cynnydd y beth petai</translation>
    </message>
    <message>
        <source>Proven best of those tested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Public: costs and small counts withheld</source>
        <translation type="unfinished">Cyhoeddus: costau a chyfrifon bach wedi'u dal yn ôl</translation>
    </message>
    <message>
        <source>Publisher of the lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publishers and licences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished">Cwestiwn</translation>
    </message>
    <message>
        <source>Questions of councils, answered on the sample county</source>
        <translation type="unfinished">Cwestiynau cynghorau, wedi'u hateb ar y sir enghreifftiol</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation type="unfinished">Cyrhaeddiad</translation>
    </message>
    <message>
        <source>Reach of our hubs by deprivation</source>
        <translation type="unfinished">Cyrhaeddiad ein hybiau yn ôl amddifadedd</translation>
    </message>
    <message>
        <source>Read an estate register</source>
        <translation type="unfinished">Darllen cofrestr ystad</translation>
    </message>
    <message>
        <source>Read your estate or find venues under More.</source>
        <translation type="unfinished">Darllenwch eich ystad neu dewch o hyd i leoliadau o dan Rhagor.</translation>
    </message>
    <message>
        <source>Read your estate…</source>
        <translation type="unfinished">Darllen eich ystad…</translation>
    </message>
    <message>
        <source>Reading the plan, and routing every area to every place…</source>
        <translation type="unfinished">Yn darllen y cynllun, ac yn llwybro pob ardal i bob lle…</translation>
    </message>
    <message>
        <source>Reads a list of buildings into places with costs, leases, services and types.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads what the live what-if works on.</source>
        <translation type="unfinished">Yn darllen yr hyn y mae'r beth petai byw yn gweithio arno.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished">Yn barod</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason given (Suggest sites)</source>
        <translation type="unfinished">Y rheswm a roddwyd (Awgrymu safleoedd)</translation>
    </message>
    <message>
        <source>Record of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished">Ail-wneud</translation>
    </message>
    <message>
        <source>Redo the step ({})</source>
        <translation type="unfinished">Ailwneud y cam ({})</translation>
    </message>
    <message>
        <source>Register (file)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results of the planner, and any others. Files are styled as when they load.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results: {}</source>
        <translation type="unfinished">Canlyniadau: {}</translation>
    </message>
    <message>
        <source>Rivers, motorways and railways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Road lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roads and paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room for children (both layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room in hubs and other buildings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room per child…</source>
        <translation type="unfinished">Lle fesul plentyn…</translation>
    </message>
    <message>
        <source>Rows read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows that name a place again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a scenario file</source>
        <translation type="unfinished">Rhedeg ffeil senario</translation>
    </message>
    <message>
        <source>Run a scenario file…</source>
        <translation type="unfinished">Rhedeg ffeil senario…</translation>
    </message>
    <message>
        <source>Run it…</source>
        <translation type="unfinished">Ei rhedeg…</translation>
    </message>
    <message>
        <source>Running cost (pounds a year; both layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running cost a year</source>
        <translation type="unfinished">Cost redeg y flwyddyn</translation>
    </message>
    <message>
        <source>Runs a whole chain of steps from one file into one folder, and records it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs of the panel (JSON)</source>
        <translation type="unfinished">Rhediadau'r panel (JSON)</translation>
    </message>
    <message>
        <source>Runs {} first.</source>
        <translation type="unfinished">Yn rhedeg {} yn gyntaf.</translation>
    </message>
    <message>
        <source>Rural-urban class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same journey up to (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample areas</source>
        <translation type="unfinished">Ardaloedd enghreifftiol</translation>
    </message>
    <message>
        <source>Sample areas (fictional)</source>
        <translation type="unfinished">Ardaloedd enghreifftiol (dychmygol)</translation>
    </message>
    <message>
        <source>Sample centroids</source>
        <translation type="unfinished">Canolbwyntiau enghreifftiol</translation>
    </message>
    <message>
        <source>Sample county</source>
        <translation type="unfinished">Sir enghreifftiol</translation>
    </message>
    <message>
        <source>Sample county (fictional)</source>
        <translation type="unfinished">Sir enghreifftiol (dychmygol)</translation>
    </message>
    <message>
        <source>Sample hubs</source>
        <translation type="unfinished">Hybiau enghreifftiol</translation>
    </message>
    <message>
        <source>Sample localities</source>
        <translation type="unfinished">Ardaloedd lleol enghreifftiol</translation>
    </message>
    <message>
        <source>Sample venues</source>
        <translation type="unfinished">Lleoliadau enghreifftiol</translation>
    </message>
    <message>
        <source>Sample wards</source>
        <translation type="unfinished">Wardiau enghreifftiol</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation type="unfinished">Cadw copi</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation type="unfinished">Cadw copi…</translation>
    </message>
    <message>
        <source>Saved a year (pounds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving that the steps go by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Savings and costs by budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale of the map, one to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenario (*.json)</source>
        <translation type="unfinished">Senario (*.json)</translation>
    </message>
    <message>
        <source>Scenario file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenario kept</source>
        <translation type="unfinished">Senario wedi'i chadw</translation>
    </message>
    <message>
        <source>Scenario that reruns to the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scenarios kept</source>
        <translation type="unfinished">Senarios a gadwyd</translation>
    </message>
    <message>
        <source>Second demand points near the network's edge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See whose journey grows</source>
        <translation type="unfinished">Gweld taith pwy sy'n hirach</translation>
    </message>
    <message>
        <source>Serves families (yes or no)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services</source>
        <translation type="unfinished">Gwasanaethau</translation>
    </message>
    <message>
        <source>Services may move into other buildings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services that might share: pairs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services that might share: plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services that move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Services, and where each is now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions a week that a hub's staff can run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions a week that a venue offers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions a week where none are stated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share buildings among services</source>
        <translation type="unfinished">Rhannu adeiladau rhwng gwasanaethau</translation>
    </message>
    <message>
        <source>Share buildings…</source>
        <translation type="unfinished">Rhannu adeiladau…</translation>
    </message>
    <message>
        <source>Share within {} minutes (0 to 1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares each hub's capacity among the children within reach and maps the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares the children of areas out over smaller places, and keeps every total.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares with</source>
        <translation type="unfinished">Yn rhannu â</translation>
    </message>
    <message>
        <source>Show only this authority's areas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows which areas have longer and shorter journeys under each plan, and who.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since “{}” was run, data that it took were changed or replaced: {}.</source>
        <translation type="unfinished">Ers rhedeg “{}”, newidiwyd neu disodlwyd data a ddefnyddiodd: {}.</translation>
    </message>
    <message>
        <source>Site</source>
        <translation type="unfinished">Safle</translation>
    </message>
    <message>
        <source>Site's id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sites</source>
        <translation type="unfinished">Safleoedd</translation>
    </message>
    <message>
        <source>Sites after the last option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sites suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sites that serve under each option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sites that share a building</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small areas, such as LSOAs.</source>
        <translation type="unfinished">Ardaloedd bach, megis ACEHI (LSOA).</translation>
    </message>
    <message>
        <source>Small parts cut off for walkers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solves anew with minutes, limit and need moved by up to 20 %: up to 14 times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solves anew with minutes, need and the weight moved by 20 %: 16 times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space moved into: pounds a m2 a year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spacing (metres)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spare area (m2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spare area (m²; both layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spare area of a hub at least (m²)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spare area, m²</source>
        <translation type="unfinished">Arwynebedd sbâr, m²</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split areas are shared by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spread one-off costs over (years)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreads candidate places over a network, to ask where a hub would best stand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreadsheet (*.xlsx)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreadsheet of the tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stability (Suggest sites)</source>
        <translation type="unfinished">Sefydlogrwydd (Awgrymu safleoedd)</translation>
    </message>
    <message>
        <source>Staff drive at most (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished">Dechrau</translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished">Statws</translation>
    </message>
    <message>
        <source>Step {number}, {name}</source>
        <translation type="unfinished">Cam {number}, {name}</translation>
    </message>
    <message>
        <source>Step {} of {}: {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step-free</source>
        <translation type="unfinished">Heb risiau</translation>
    </message>
    <message>
        <source>Steps from nothing to most saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop within this share of the best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation type="unfinished">Wedi stopio. Ni newidiwyd dim.</translation>
    </message>
    <message>
        <source>Stopped; the plan was not measured.</source>
        <translation type="unfinished">Wedi stopio; ni fesurwyd y cynllun.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished">Yn stopio…</translation>
    </message>
    <message>
        <source>Straight line. Existing hubs that stay are no fault of a plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Street graph of OSMnx (*.graphml)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stretches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Styled, in a group of their own. Without a desktop nothing is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as "0-11, 0-19": a column each (children_0_11), beside the return's bands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Such as 'Rutland, England'. Or an extent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggest hubs and outreach</source>
        <translation type="unfinished">Awgrymu hybiau ac allgymorth</translation>
    </message>
    <message>
        <source>Suggest outreach points linked to hubs</source>
        <translation type="unfinished">Awgrymu pwyntiau allgymorth sy'n gysylltiedig â hybiau</translation>
    </message>
    <message>
        <source>Suggest outreach…</source>
        <translation type="unfinished">Awgrymu allgymorth…</translation>
    </message>
    <message>
        <source>Suggest sites</source>
        <translation type="unfinished">Awgrymu safleoedd</translation>
    </message>
    <message>
        <source>Suggest sites for hubs</source>
        <translation type="unfinished">Awgrymu safleoedd ar gyfer hybiau</translation>
    </message>
    <message>
        <source>Suggested outreach points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested sites</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested sites: frontier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suitability</source>
        <translation type="unfinished">Addasrwydd</translation>
    </message>
    <message>
        <source>Summary page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System in metres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System of x and y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of class speeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of staff's travel times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of travel times…</source>
        <translation type="unfinished">Tabl amseroedd teithio…</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation type="unfinished">Tablau</translation>
    </message>
    <message>
        <source>Tables (*.csv *.xlsx *.xls *.ods)</source>
        <translation type="unfinished">Tablau (*.csv *.xlsx *.xls *.ods)</translation>
    </message>
    <message>
        <source>Take the steps from the top. Each says what it needs. To look round first, open the fictional sample county: it fills all five.</source>
        <translation type="unfinished">Dilynwch y camau o'r brig. Mae pob un yn dweud beth sydd ei angen arno. I gael golwg yn gyntaf, agorwch y sir enghreifftiol ddychmygol: mae'n llenwi'r pump.</translation>
    </message>
    <message>
        <source>Takes the facilities of an OpenStreetMap file, typed as in the national return.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tenure</source>
        <translation type="unfinished">Deiliadaeth</translation>
    </message>
    <message>
        <source>Test how often sites stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test where hubs and outreach could stand, and what the estate could share.</source>
        <translation type="unfinished">Profi ble gallai hybiau ac allgymorth fod, a beth allai'r ystad ei rannu.</translation>
    </message>
    <message>
        <source>Test without</source>
        <translation type="unfinished">Profi heb</translation>
    </message>
    <message>
        <source>Tests which services could move into which buildings: money, room, journeys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ONS lookup of LSOA codes: tables of the other census are then converted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ONS publishes estimates by LSOA; the file is taken as it is downloaded.</source>
        <translation type="unfinished">Mae'r SYG yn cyhoeddi amcangyfrifon fesul ACEHI (LSOA); cymerir y ffeil fel y'i lawrlwythir.</translation>
    </message>
    <message>
        <source>The areas of 'Need by area'.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The coverage layer that 'Coverage of hubs' wrote for the hubs of today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demand points of 'Need by area', or any with an id, children and need.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The densest areas that together hold it. 20 is our choice, not a standard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The evidence pack is written.</source>
        <translation type="unfinished">Mae'r pecyn tystiolaeth wedi'i ysgrifennu.</translation>
    </message>
    <message>
        <source>The file {} is not there any more. Choose it again.</source>
        <translation type="unfinished">Nid yw'r ffeil {} yno mwyach. Dewiswch hi eto.</translation>
    </message>
    <message>
        <source>The folder of the results cannot be written to ({}). Choose another one at the foot of the panel.</source>
        <translation type="unfinished">Ni ellir ysgrifennu i ffolder y canlyniadau ({}). Dewiswch un arall ar waelod y panel.</translation>
    </message>
    <message>
        <source>The map shows no layer. Switch on what is to be printed.</source>
        <translation type="unfinished">Nid yw'r map yn dangos unrhyw haen. Trowch yr hyn sydd i'w argraffu ymlaen.</translation>
    </message>
    <message>
        <source>The panel did not record the run of “{}” at {}: its settings are those of QGIS's history. Whether its results were edited since is not known.</source>
        <translation type="unfinished">Ni chofnododd y panel y rhediad o “{}” am {}: daw ei osodiadau o hanes QGIS. Ni wyddys a olygwyd ei ganlyniadau ers hynny.</translation>
    </message>
    <message>
        <source>The panel writes it: from it results.json and scenario.json come by the page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan's hubs are written into a GeoPackage, and their coverage is measured beside it, so that Compare scenarios and the report can take it.</source>
        <translation type="unfinished">Ysgrifennir hybiau'r cynllun i GeoPackage, a mesurir eu cyrhaeddiad wrth ei ochr, fel y gall Cymharu senarios a'r adroddiad ei gymryd.</translation>
    </message>
    <message>
        <source>The question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reach is measured.</source>
        <translation type="unfinished">Mae'r cyrhaeddiad wedi'i fesur.</translation>
    </message>
    <message>
        <source>The run stopped without a reason. Its log may tell more.</source>
        <translation type="unfinished">Stopiodd y rhediad heb reswm. Efallai bod mwy yn ei log.</translation>
    </message>
    <message>
        <source>The run stopped without saying why; see QGIS's log.</source>
        <translation type="unfinished">Stopiodd y rhediad heb ddweud pam; gweler log QGIS.</translation>
    </message>
    <message>
        <source>The same children placed otherwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same pack on A4 pages, with a map for each option.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The step Need makes them.</source>
        <translation type="unfinished">Y cam Angen sy'n eu gwneud.</translation>
    </message>
    <message>
        <source>The step Network makes it.</source>
        <translation type="unfinished">Y cam Rhwydwaith sy'n ei wneud.</translation>
    </message>
    <message>
        <source>The step Reach makes it.</source>
        <translation type="unfinished">Y cam Cyrhaeddiad sy'n ei wneud.</translation>
    </message>
    <message>
        <source>The tool {} is not in the Processing toolbox. Switch on the Processing plugin under Plugins &gt; Manage and Install Plugins, then open this plugin again.</source>
        <translation type="unfinished">Nid yw'r offeryn {} yn y blwch offer Prosesu. Trowch yr ategyn Processing ymlaen o dan Plugins &gt; Manage and Install Plugins, yna agorwch yr ategyn hwn eto.</translation>
    </message>
    <message>
        <source>The what-if has ended.</source>
        <translation type="unfinished">Mae'r beth petai wedi gorffen.</translation>
    </message>
    <message>
        <source>The what-if needs {}. Set them in the planner's steps, then start again.</source>
        <translation type="unfinished">Mae angen {} ar y beth petai. Gosodwch nhw yng nghamau'r cynlluniwr, yna dechreuwch eto.</translation>
    </message>
    <message>
        <source>Their children</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their journeys would then be {} longer on average and {} at most.</source>
        <translation type="unfinished">Byddai eu teithiau wedyn {} yn hirach ar gyfartaledd a {} ar y mwyaf.</translation>
    </message>
    <message>
        <source>Their licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There and back with a pram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder {} to write into.</source>
        <translation type="unfinished">Nid oes ffolder {} i ysgrifennu iddi.</translation>
    </message>
    <message>
        <source>They lie evenly along the saving; steps that are the same plan are shown once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thinned out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs the Python package {}, which this QGIS lacks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This translation has not been reviewed</source>
        <translation type="unfinished">Cyfieithiad heb ei adolygu</translation>
    </message>
    <message>
        <source>This version has no evidence pack; plans can be set beside today.</source>
        <translation type="unfinished">Nid oes pecyn tystiolaeth yn y fersiwn hon; gellir gosod cynlluniau ochr yn ochr â heddiw.</translation>
    </message>
    <message>
        <source>Time limit (seconds)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished">Amserau</translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished">Teitl</translation>
    </message>
    <message>
        <source>To report by ward. May be left out.</source>
        <translation type="unfinished">I adrodd fesul ward. Gellir ei hepgor.</translation>
    </message>
    <message>
        <source>To which the scenario's paths are relative. Empty: the scenario file's own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished">Heddiw</translation>
    </message>
    <message>
        <source>Today by age of child</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by deprivation decile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by digital tier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by local quintile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by rural-urban class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by service and locality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by the hubs that count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by the mode that families have (car)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today by ward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Travel network (*.gpkg)</source>
        <translation type="unfinished">Rhwydwaith teithio (*.gpkg)</translation>
    </message>
    <message>
        <source>Travel times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Travel times (many to many)</source>
        <translation type="unfinished">Amseroedd teithio (llawer i lawer)</translation>
    </message>
    <message>
        <source>Trial {}</source>
        <translation type="unfinished">Prawf {}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished">Ceisio eto</translation>
    </message>
    <message>
        <source>Try hubs on the map and see at once who is reached. Nothing is changed in your layers: options for testing; no decision made.</source>
        <translation type="unfinished">Rhowch gynnig ar hybiau ar y map a gweld ar unwaith pwy a gyrhaeddir. Ni newidir dim yn eich haenau: opsiynau i'w profi; ni wnaed unrhyw benderfyniad.</translation>
    </message>
    <message>
        <source>Try it live…</source>
        <translation type="unfinished">Rhoi cynnig arni'n fyw…</translation>
    </message>
    <message>
        <source>Try on the map</source>
        <translation type="unfinished">Rhoi cynnig ar y map</translation>
    </message>
    <message>
        <source>Turn an OpenStreetMap file into a network to walk, push a pram, cycle or drive on.</source>
        <translation type="unfinished">Troi ffeil OpenStreetMap yn rhwydwaith ar gyfer cerdded, gwthio pram, beicio neu yrru.</translation>
    </message>
    <message>
        <source>Turns a layer of road lines (OS Open Roads, OS Highways, Geofabrik) into a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns an OpenStreetMap file into a network for walking, pram, cycle and drive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished">Math</translation>
    </message>
    <message>
        <source>Type of building, where none is stated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types of venues, the first preferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types to keep first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished">Dadwneud</translation>
    </message>
    <message>
        <source>Undo the last step ({})</source>
        <translation type="unfinished">Dadwneud y cam olaf ({})</translation>
    </message>
    <message>
        <source>Unit of the speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unrouted places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the map: place and drag trial hubs, switch hubs and venues</source>
        <translation type="unfinished">Defnyddio'r map: gosod a llusgo hybiau prawf, newid hybiau a lleoliadau</translation>
    </message>
    <message>
        <source>Used by maximal_cover, set_cover, mixed, the floors and the page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used only where no areas to draw are given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value given up for types of venues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venue id</source>
        <translation type="unfinished">Id y lleoliad</translation>
    </message>
    <message>
        <source>Venue's id</source>
        <translation type="unfinished">Dynodydd y lleoliad</translation>
    </message>
    <message>
        <source>Venue's name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues</source>
        <translation type="unfinished">Lleoliadau</translation>
    </message>
    <message>
        <source>Venues beyond staff drive of every hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues for an outreach point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues so near to each other, or to a hub, count as one. Those with the same UPRN, or postcode and name, always do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues so near to each other, or to a hub, count as one. Those with the same UPRN, or postcode and name, or in one building of the estate, always do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues tested as hubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues that may be added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues that may become outreach points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Venues to test as hubs (ids)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voice's sentiment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voice's theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voices (engagement points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voices by area, hub and gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voices counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voices in no area or without a place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ward's name</source>
        <translation type="unfinished">Enw'r ward</translation>
    </message>
    <message>
        <source>Wards</source>
        <translation type="unfinished">Wardiau</translation>
    </message>
    <message>
        <source>We have two permanent hubs in a small, dense city. In which existing building would a third stand nearest to the families in greatest need?</source>
        <translation type="unfinished">Mae gennym ddau hwb parhaol mewn dinas fach, ddwys. Ym mha adeilad presennol y byddai trydydd hwb agosaf at y teuluoedd sydd â'r angen mwyaf?</translation>
    </message>
    <message>
        <source>Weight of a finer place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of a pound of running cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of need beyond the minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weighted by people.</source>
        <translation type="unfinished">Wedi'u pwysoli yn ôl pobl.</translation>
    </message>
    <message>
        <source>Weights of the bands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What 'Run a scenario' wrote. Single results below stand in its results' place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a whole one counts: dwellings, households, floor area. Never a rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What competes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What consultation said (a line each)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What does each of our six localities need of its hubs, first for ages 0 to 11, then for 0 to 19 and to 25 with SEND?</source>
        <translation type="unfinished">Beth sydd ei angen ar bob un o'n chwe ardal leol gan ei hybiau, yn gyntaf i blant 0 i 11 oed, yna 0 i 19 a hyd at 25 oed gydag AAAA?</translation>
    </message>
    <message>
        <source>What does each of six localities need, by age and stage?</source>
        <translation type="unfinished">Beth sydd ei angen ar bob un o chwe ardal leol, yn ôl oedran a chyfnod?</translation>
    </message>
    <message>
        <source>What if we close these</source>
        <translation type="unfinished">Beth os caewn y rhain</translation>
    </message>
    <message>
        <source>What is offered where, what do families say of it, where are the gaps, and what reach can be added while every children's centre stays open?</source>
        <translation type="unfinished">Beth a gynigir ymhle, beth mae teuluoedd yn ei ddweud amdano, ble mae'r bylchau, a pha gyrhaeddiad y gellir ei ychwanegu tra bo pob canolfan blant yn aros ar agor?</translation>
    </message>
    <message>
        <source>What is offered where, what do families say, and where are the gaps?</source>
        <translation type="unfinished">Beth a gynigir ymhle, beth mae teuluoedd yn ei ddweud, a ble mae'r bylchau?</translation>
    </message>
    <message>
        <source>What is to be decided, in a sentence.</source>
        <translation type="unfinished">Beth sydd i'w benderfynu, mewn brawddeg.</translation>
    </message>
    <message>
        <source>What the map is coloured by</source>
        <translation type="unfinished">Yr hyn y lliwir y map yn ei ôl</translation>
    </message>
    <message>
        <source>What-if: minutes to the nearest hub</source>
        <translation type="unfinished">Beth petai: munudau i'r hwb agosaf</translation>
    </message>
    <message>
        <source>What-if: places</source>
        <translation type="unfinished">Beth petai: lleoedd</translation>
    </message>
    <message>
        <source>Where catchments overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where could one more hub reach most children with a pram?</source>
        <translation type="unfinished">Ble y gallai un hwb arall gyrraedd y nifer fwyaf o blant gyda phram?</translation>
    </message>
    <message>
        <source>Where families and services go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where inputs on another drive than the run's results are looked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where need is densest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the table has wider bands only: shared evenly by years of age, and called an estimate wherever it is printed. No: such ages are refused, or their columns empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which buildings suit it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the candidates at one place stays. Empty: the order of the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who goes where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who has space, and what could be spent on services instead of buildings?</source>
        <translation type="unfinished">Gan bwy mae lle, a beth y gellid ei wario ar wasanaethau yn lle adeiladau?</translation>
    </message>
    <message>
        <source>Who is reached by our eleven hubs and seven outreach points, which localities fall below the county, who has space to share, and what could be spent on services instead of buildings?</source>
        <translation type="unfinished">Pwy a gyrhaeddir gan ein 11 hwb a'n 7 pwynt allgymorth, pa ardaloedd lleol sydd islaw'r sir, gan bwy mae lle i'w rannu, a beth y gellid ei wario ar wasanaethau yn lle adeiladau?</translation>
    </message>
    <message>
        <source>Who would go where under the options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole minutes to the nearest hub that is on; the order goes by the exact ones.</source>
        <translation type="unfinished">Munudau cyfan i'r hwb agosaf sydd ymlaen; yn ôl y rhai union y mae'r drefn.</translation>
    </message>
    <message>
        <source>Whose budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose pack it is.</source>
        <translation type="unfinished">Pecyn pwy ydyw.</translation>
    </message>
    <message>
        <source>Why this site</source>
        <translation type="unfinished">Pam y safle hwn</translation>
    </message>
    <message>
        <source>With drive: a share, a percentage, or a number beside the number of all households.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the network: for the way there and back with a pram, and for names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this plan</source>
        <translation type="unfinished">Gyda'r cynllun hwn</translation>
    </message>
    <message>
        <source>Within minutes</source>
        <translation type="unfinished">O fewn munudau</translation>
    </message>
    <message>
        <source>Within reach of a hub (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Within reach of an outreach point (minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a car</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without any modelled journey: {}.</source>
        <translation type="unfinished">Heb unrhyw daith wedi'i modelu: {}.</translation>
    </message>
    <message>
        <source>Without it the nearest place would be: {}.</source>
        <translation type="unfinished">Hebddo y lle agosaf fyddai: {}.</translation>
    </message>
    <message>
        <source>Without it there would be no modelled journey for children counted as: {}.</source>
        <translation type="unfinished">Hebddo ni fyddai taith wedi'i modelu i blant a gyfrifir fel: {}.</translation>
    </message>
    <message>
        <source>Without {}</source>
        <translation type="unfinished">Heb {}</translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished">Yn gweithio</translation>
    </message>
    <message>
        <source>Write the evidence pack</source>
        <translation type="unfinished">Ysgrifennu'r pecyn tystiolaeth</translation>
    </message>
    <message>
        <source>Write what was found for those who decide, and set a plan beside today.</source>
        <translation type="unfinished">Ysgrifennu'r hyn a ganfuwyd ar gyfer y rhai sy'n penderfynu, a gosod cynllun ochr yn ochr â heddiw.</translation>
    </message>
    <message>
        <source>Writes one page with map, tables and sources from the results of a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yearly cost (pounds; both layers)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Years to spread one-off costs over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your hubs as they stand today.</source>
        <translation type="unfinished">Eich hybiau fel y maent heddiw.</translation>
    </message>
    <message>
        <source>a choice in the tool's own window, such as of some rows only</source>
        <translation type="unfinished">dewis yn ffenestr yr offeryn ei hun, er enghraifft rhai rhesi yn unig</translation>
    </message>
    <message>
        <source>a coverage of today's hubs</source>
        <translation type="unfinished">cwmpas hybiau heddiw</translation>
    </message>
    <message>
        <source>a layer of small areas</source>
        <translation type="unfinished">haen o ardaloedd bach</translation>
    </message>
    <message>
        <source>a layer of venues</source>
        <translation type="unfinished">haen o leoliadau</translation>
    </message>
    <message>
        <source>a layer of your hubs</source>
        <translation type="unfinished">haen o'ch hybiau</translation>
    </message>
    <message>
        <source>a network</source>
        <translation type="unfinished">rhwydwaith</translation>
    </message>
    <message>
        <source>a network (step 1)</source>
        <translation type="unfinished">rhwydwaith (cam 1)</translation>
    </message>
    <message>
        <source>a table of children by age</source>
        <translation type="unfinished">tabl o blant yn ôl oedran</translation>
    </message>
    <message>
        <source>about {}</source>
        <translation type="unfinished">tua {}</translation>
    </message>
    <message>
        <source>accessibility,2sfca,e2sfca,floating catchment,capacity,places,hours,crowding,reach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all: only a second row of the same id is left out. first: of one name and UPRN, or one name and postcode, the first row stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an OpenStreetMap file</source>
        <translation type="unfinished">ffeil OpenStreetMap</translation>
    </message>
    <message>
        <source>best of the venues tested on this measure</source>
        <translation type="unfinished">y gorau o'r lleoliadau a brofwyd yn ôl y mesur hwn</translation>
    </message>
    <message>
        <source>beyond {} min</source>
        <translation type="unfinished">y tu hwnt i {} mun</translation>
    </message>
    <message>
        <source>by name</source>
        <translation type="unfinished">yn ôl enw</translation>
    </message>
    <message>
        <source>by source: km/h in Geofabrik's files, else miles an hour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by {}, 1 most deprived</source>
        <translation type="unfinished">yn ôl {}, 1 fwyaf difreintiedig</translation>
    </message>
    <message>
        <source>children</source>
        <translation type="unfinished">o blant</translation>
    </message>
    <message>
        <source>children aged {}</source>
        <translation type="unfinished">o blant {} oed</translation>
    </message>
    <message>
        <source>children under {}</source>
        <translation type="unfinished">o blant dan {}</translation>
    </message>
    <message>
        <source>co-location,colocation,estate,share,building,one public estate,assignment,saving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compare,scenario,plan,before and after,closure,merge,give up,change,longer journeys,equality impact assessment,pram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost once of {}</source>
        <translation type="unfinished">cost unwaith {}</translation>
    </message>
    <message>
        <source>coverage,reach,equity,deprivation,decile,children,gap,left out,nearest hub,access</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dasymetric,areal interpolation,areal weighting,disaggregate,buildings,postcodes,output areas,addresses,rural,children,demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demand points</source>
        <translation type="unfinished">pwyntiau galw</translation>
    </message>
    <message>
        <source>demand points (step 2)</source>
        <translation type="unfinished">pwyntiau galw (cam 2)</translation>
    </message>
    <message>
        <source>deprivation,imd,idaci,lsoa,children,population,census,need,demand,ages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estate,asset register,buildings,GIAS,epraccur,UPRN,co-location,import,CSV,mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estate,rationalisation,merge,move,give up,saving,buildings,frontier,lease,options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fewer than 10</source>
        <translation type="unfinished">llai na 10</translation>
    </message>
    <message>
        <source>half within; longest</source>
        <translation type="unfinished">hanner o fewn; hiraf</translation>
    </message>
    <message>
        <source>hub</source>
        <translation type="unfinished">hwb</translation>
    </message>
    <message>
        <source>hubs (step 3)</source>
        <translation type="unfinished">hybiau (cam 3)</translation>
    </message>
    <message>
        <source>hubs and venues</source>
        <translation type="unfinished">hybiau a lleoliadau</translation>
    </message>
    <message>
        <source>isochrone,service area,drive time,walk time,reach,pram,catchment,travel time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it gave no reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its tool</source>
        <translation type="unfinished">ei offeryn</translation>
    </message>
    <message>
        <source>journeys newly routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journeys no longer routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journeys not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journeys not routed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>junctions,candidates,grid,spacing,anywhere,in principle,where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer {} with edits not yet saved</source>
        <translation type="unfinished">haen {} gyda golygiadau heb eu cadw eto</translation>
    </message>
    <message>
        <source>layer {}, which stands in no file</source>
        <translation type="unfinished">haen {}, nad yw mewn unrhyw ffeil</translation>
    </message>
    <message>
        <source>location,allocation,optimise,p-median,maximal cover,MCLP,siting,where,best,hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longer journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest now first</source>
        <translation type="unfinished">yr hwyaf nawr yn gyntaf</translation>
    </message>
    <message>
        <source>longest today first</source>
        <translation type="unfinished">yr hwyaf heddiw yn gyntaf</translation>
    </message>
    <message>
        <source>matrix,origin,destination,od,cost,nearest,distance,journey,minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximal_cover: most need within the minutes of a hub. p_median: least need-weighted minutes to the nearest hub. set_cover: fewest hubs that bring need within the minutes. p_center: shortest longest journey, then the next worst. most_equal: least equally-distributed equivalent of the minutes. mixed: mean minutes and need beyond.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model,chain,hub,reach,outreach,what if,close,plan,deprivation,batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most longer first</source>
        <translation type="unfinished">y cynnydd mwyaf yn gyntaf</translation>
    </message>
    <message>
        <source>much longer journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>net: a year, less what is paid once spread over the years. gross: a year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished">dim</translation>
    </message>
    <message>
        <source>no areas</source>
        <translation type="unfinished">dim ardaloedd</translation>
    </message>
    <message>
        <source>no centroids: journeys start at a point inside each area</source>
        <translation type="unfinished">dim canolbwyntiau: mae teithiau'n dechrau mewn pwynt o fewn pob ardal</translation>
    </message>
    <message>
        <source>no children</source>
        <translation type="unfinished">dim plant</translation>
    </message>
    <message>
        <source>no route</source>
        <translation type="unfinished">dim llwybr</translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished">anhysbys</translation>
    </message>
    <message>
        <source>not routed</source>
        <translation type="unfinished">heb ei lwybro</translation>
    </message>
    <message>
        <source>origin_id (hub), destination_id (venue), minutes. Needed with a table of times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>origin_id, destination_id, minutes, as 'Travel times' writes them: minutes of another tool (buses) in the network's place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>os open roads,mastermap,highways,geofabrik,shapefile,lines,roads,graph,routing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>osm,facilities,venues,candidates,schools,libraries,surgeries,fire stations,halls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>osm,openstreetmap,osmnx,overpass,nominatim,download,online,roads,paths,graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>osm,pbf,openstreetmap,roads,paths,graph,routing,walk,pram,cycle,drive,offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outreach,network site,spoke,satellite,hierarchical,two tiers,sessions,staff,hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>plan,option,what if,give up,close,add,open,hubs,scenario</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>population: by a population table with the areas' own codes (it may stand among the further tables). area: by ground.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print,map,layout,PDF,A4,A3,legend,scale bar,north arrow,attribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>public: costs, leases, comments, confidential places and small counts are withheld.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>report,evidence,pack,cabinet,decision,paper,equality impact assessment,consultation,members,councillors,public,html</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>route found</source>
        <translation type="unfinished">llwybr wedi'i ganfod</translation>
    </message>
    <message>
        <source>route lost</source>
        <translation type="unfinished">llwybr wedi'i golli</translation>
    </message>
    <message>
        <source>running cost of {}</source>
        <translation type="unfinished">cost redeg {}</translation>
    </message>
    <message>
        <source>scenario,run,chain,whole,batch,automate,reproduce,rerun,record,JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>separate: one set for each hub. merged: within reach of any hub. nearest: each place belongs to its nearest hub.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shorter journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switched off</source>
        <translation type="unfinished">i ffwrdd</translation>
    </message>
    <message>
        <source>switched off in this plan</source>
        <translation type="unfinished">i ffwrdd yn y cynllun hwn</translation>
    </message>
    <message>
        <source>switched on</source>
        <translation type="unfinished">ymlaen</translation>
    </message>
    <message>
        <source>switched on in this plan</source>
        <translation type="unfinished">ymlaen yn y cynllun hwn</translation>
    </message>
    <message>
        <source>the best found so far; not proven</source>
        <translation type="unfinished">y gorau a ganfuwyd hyd yma; heb ei brofi</translation>
    </message>
    <message>
        <source>the field with the areas' codes</source>
        <translation type="unfinished">y maes â chodau'r ardaloedd</translation>
    </message>
    <message>
        <source>the same journeys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the system chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the table {} of the database {} on {}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to: from home to the hub. from: from the hub to home. One-way streets differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trial hub</source>
        <translation type="unfinished">hwb prawf</translation>
    </message>
    <message>
        <source>under 1 minute</source>
        <translation type="unfinished">llai nag 1 munud</translation>
    </message>
    <message>
        <source>venue</source>
        <translation type="unfinished">lleoliad</translation>
    </message>
    <message>
        <source>walk: 4.8 km/h. pram: with a pram or toddler, 3.6 km/h, no steps, stiles or kissing gates. cycle, drive: by class of road. The speeds stand in the network's file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within {} min</source>
        <translation type="unfinished">o fewn {} mun</translation>
    </message>
    <message>
        <source>you log in as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{areas} areas, {hubs} hubs, {venues} venues.</source>
        <translation type="unfinished">{areas} ardal, {hubs} hwb, {venues} lleoliad.</translation>
    </message>
    <message>
        <source>{children} {ages} in {areas} areas.</source>
        <translation type="unfinished">{children} {ages} mewn {areas} ardal.</translation>
    </message>
    <message>
        <source>{length} km of ways in {edges} pieces.</source>
        <translation type="unfinished">{length} km o ffyrdd a llwybrau mewn {edges} darn.</translation>
    </message>
    <message>
        <source>{name} is not there any more. {how}</source>
        <translation type="unfinished">Nid yw {name} yno mwyach. {how}</translation>
    </message>
    <message>
        <source>{name}, {count} features</source>
        <translation type="unfinished">{name}, {count} nodwedd</translation>
    </message>
    <message>
        <source>{name}, {size} MB</source>
        <translation type="unfinished">{name}, {size} MB</translation>
    </message>
    <message>
        <source>{name}: no area has a longer journey.</source>
        <translation type="unfinished">{name}: nid oes taith hirach gan unrhyw ardal.</translation>
    </message>
    <message>
        <source>{name}: {areas} areas with longer journeys, {children} children, at most {minutes} minutes more.</source>
        <translation type="unfinished">{name}: {areas} ardal â theithiau hirach, {children} o blant, {minutes} munud yn fwy ar y mwyaf.</translation>
    </message>
    <message>
        <source>{name}: {count}</source>
        <translation type="unfinished">{name}: {count}</translation>
    </message>
    <message>
        <source>{others} and {last}</source>
        <translation type="unfinished">{others} a {last}</translation>
    </message>
    <message>
        <source>{share} within {minutes}</source>
        <translation type="unfinished">{share} o fewn {minutes}</translation>
    </message>
    <message>
        <source>{sites}: {proof}. Options for testing; no decision made.</source>
        <translation type="unfinished">{sites}: {proof}. Opsiynau i'w profi; ni wnaed unrhyw benderfyniad.</translation>
    </message>
    <message>
        <source>{} (change under {})</source>
        <translation type="unfinished">{} (newid o dan {})</translation>
    </message>
    <message>
        <source>{} (today {})</source>
        <translation type="unfinished">{} (heddiw {})</translation>
    </message>
    <message>
        <source>{} ({} children)</source>
        <translation type="unfinished">{} ({} o blant)</translation>
    </message>
    <message>
        <source>{} again</source>
        <translation type="unfinished">{} eto</translation>
    </message>
    <message>
        <source>{} and more</source>
        <translation type="unfinished">{} a mwy</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation type="unfinished">{} a {} arall</translation>
    </message>
    <message>
        <source>{} and {} would be written into one file, {}. Give each its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} areas have journeys more than {} minutes longer than today; children there: {}.</source>
        <translation type="unfinished">Mae gan {} o ardaloedd deithiau sydd fwy na {} munud yn hirach na heddiw; plant yno: {}.</translation>
    </message>
    <message>
        <source>{} areas lose every modelled journey; children there: {}.</source>
        <translation type="unfinished">Mae {} o ardaloedd yn colli pob taith wedi'i modelu; plant yno: {}.</translation>
    </message>
    <message>
        <source>{} could not be written ({}). Is it open elsewhere, or the disk full?</source>
        <translation type="unfinished">Ni ellid ysgrifennu {} ({}). A yw ar agor yn rhywle arall, neu'r ddisg yn llawn?</translation>
    </message>
    <message>
        <source>{} is there already. Press OK again to replace it, or choose another file.</source>
        <translation type="unfinished">Mae {} yno eisoes. Pwyswch OK eto i'w disodli, neu dewiswch ffeil arall.</translation>
    </message>
    <message>
        <source>{} minutes</source>
        <translation type="unfinished">{} munud</translation>
    </message>
    <message>
        <source>{} of {} hubs are not open to every family today and are left out, as coverage does.</source>
        <translation type="unfinished">Nid yw {} o {} hwb ar agor i bob teulu heddiw ac fe'u gadewir allan, fel y gwna'r cyrhaeddiad.</translation>
    </message>
    <message>
        <source>{} venues are not open to every family, or stand among the hubs: left out.</source>
        <translation type="unfinished">Nid yw {} lleoliad ar agor i bob teulu, neu maent ymhlith yr hybiau: gadawyd allan.</translation>
    </message>
    <message>
        <source>{} was cancelled.</source>
        <translation type="unfinished">Canslwyd {}.</translation>
    </message>
    <message>
        <source>{} would be written over {}, {}. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} would be written over {}, {}. Name another table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{} wrote no {} ({}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}, switched off</source>
        <translation type="unfinished">{}, i ffwrdd</translation>
    </message>
    <message>
        <source>{}, switched on</source>
        <translation type="unfinished">{}, ymlaen</translation>
    </message>
    <message>
        <source>{}: QGIS writes no layer under the name {}. Choose a GeoPackage (.gpkg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: a shapefile cuts column names to 10 characters, so that indices and counts would lose theirs. Choose a GeoPackage (.gpkg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: cancel the run</source>
        <translation type="unfinished">{}: canslo'r rhediad</translation>
    </message>
    <message>
        <source>{}: more tools</source>
        <translation type="unfinished">{}: rhagor o offer</translation>
    </message>
    <message>
        <source>{}: no table can be added to {} ({}). Is it open in another program?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: no table is named. Add table="schema"."name" to the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: nothing may be written into the folder {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: only {} of {} rows could be written to {}. What stands there is not whole: run this again when the server can be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: progress</source>
        <translation type="unfinished">{}: cynnydd</translation>
    </message>
    <message>
        <source>{}: the layer {} has no field {!r}. Its fields: {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the server of {} does not answer, or refuses the user. Is it running, and are host, port, database, user and password right?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the user {} may not make tables in the schema {}, so {} cannot be written. Ask for the right (CREATE), or write into a GeoPackage (.gpkg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: the user {} may not read {}. Ask the database's owner for the right to read it (SELECT), or choose another layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: there is no file {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: there is no folder {} to write into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: there is no folder {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: there is no schema {} for {}. Ask for it to be made, or choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} cannot be opened as it is addressed. Is there a column of shapes {} in it, or a key where it is a view?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} cannot be replaced ({}). Is it open in another program?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is a folder. Give the file a name in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is no GeoPackage, so no table can be added to it. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is no name for a file: "|" parts a file from its layer. To add a table to a GeoPackage, write ogr:dbname='file.gpkg' table="name" (geom).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is no ordinary file, which a result could replace. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is not there. Check the names of schema and table (capitals count).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} is there already and cannot be replaced: it is a view or another user's. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{}: {} now, {} today</source>
        <translation type="unfinished">{}: {} nawr, {} heddiw</translation>
    </message>
    <message>
        <source>{}: {} would not tell what is in it. End the file's name in {}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>£ a year</source>
        <translation type="unfinished">£ y flwyddyn</translation>
    </message>
    <message>
        <source>£ a year is the whole running cost of every place that is on, whoever else uses it. 'Options for the estate' counts net and from the day on which each can be left.</source>
        <translation type="unfinished">£ y flwyddyn yw cost redeg gyfan pob lle sydd ymlaen, pwy bynnag arall sy'n ei ddefnyddio. Mae 'Opsiynau ar gyfer yr ystad' yn cyfrif yn net ac o'r diwrnod y gellir gadael pob un.</translation>
    </message>
    <message>
        <source>£ once</source>
        <translation type="unfinished">£ unwaith</translation>
    </message>
    <message>
        <source>How the results of “{}” were made is not recorded here.</source>
        <translation type="vanished">Ni chofnodir yma sut y gwnaed canlyniadau “{}”.</translation>
    </message>
    <message>
        <source>Live what-if</source>
        <translation type="vanished">Beth os, yn fyw</translation>
    </message>
    <message>
        <source>Map: longer or shorter</source>
        <translation type="vanished">Map: hirach neu fyrrach</translation>
    </message>
    <message>
        <source>Map: minutes now</source>
        <translation type="vanished">Map: munudau nawr</translation>
    </message>
    <message>
        <source>Minutes to the nearest hub that is on; rounded after they are set side by side.</source>
        <translation type="vanished">Munudau i'r hwb agosaf sydd ymlaen; wedi'u talgrynnu ar ôl eu gosod ochr yn ochr.</translation>
    </message>
    <message>
        <source>Public: withholds what is not</source>
        <translation type="vanished">Cyhoeddus: yn dal yn ôl yr hyn nad yw</translation>
    </message>
    <message>
        <source>{} again (out of date)</source>
        <translation type="vanished">{} eto (wedi dyddio)</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation type="vanished">{} mun</translation>
    </message>
    <message>
        <source>{}: try again</source>
        <translation type="vanished">{}: ceisio eto</translation>
    </message>
    <message>
        <source>“{}” was run from the toolbox, at {}: its settings are those of QGIS's history. Whether its results were edited since is not known.</source>
        <translation type="vanished">Rhedwyd “{}” o'r blwch offer, am {}: mae ei osodiadau o hanes QGIS. Ni wyddys a olygwyd ei ganlyniadau ers hynny.</translation>
    </message>
</context>
</TS>
