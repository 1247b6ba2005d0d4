-- Case alone.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  INTERCO_FOLD(c.flux, 'CASE') = 'omr'
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  TRANSLATE(
    c.flux,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅĀĂĄÇĆĈĊČĎĐÐÈÉÊËĒĔĖĘĚĜĞĠĢĤĦÌÍÎÏĨĪĬĮĴĶĹĻĽŁĿÑŃŅŇŊÒÓÔÕÖØŌŎŐŔŖŘŚŜŞŠȘŢŤŦȚÙÚÛÜŨŪŬŮŰŲŴẀẂẄÝŸŶỲŹŻŽŒÆİẞ',
    'abcdefghijklmnopqrstuvwxyzàáâãäåāăąçćĉċčďđðèéêëēĕėęěĝğġģĥħìíîïĩīĭįĵķĺļľłŀñńņňŋòóôõöøōŏőŕŗřśŝşšșţťŧțùúûüũūŭůűųŵẁẃẅýÿŷỳźżžœæiß'
  ) = 'omr'
