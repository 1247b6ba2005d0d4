-- Case and accents.

SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  INTERCO_FOLD(c.flux, 'CASE_ACCENT') LIKE 'ver%'
---
SELECT
  c.flux
FROM val_d_ille_aubigne.collectes AS c
WHERE
  REPLACE(
    REPLACE(
      REPLACE(
        TRANSLATE(
          c.flux,
          'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅĀĂĄÇĆĈĊČĎĐÐÈÉÊËĒĔĖĘĚĜĞĠĢĤĦÌÍÎÏĨĪĬĮĴĶĹĻĽŁĿÑŃŅŇŊÒÓÔÕÖØŌŎŐŔŖŘŚŜŞŠȘŢŤŦȚÙÚÛÜŨŪŬŮŰŲŴẀẂẄÝŸŶỲŹŻŽŒÆİẞàáâãäåāăąçćĉċčďđðèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłŀñńņňŋòóôõöøōŏőŕŗřśŝşšșţťŧțùúûüũūŭůűųŵẁẃẅýÿŷỳźżž’̧̨̀́̂̃̄̆̇̈̊̋̌',
          'abcdefghijklmnopqrstuvwxyzaaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiijklllllnnnnnooooooooorrrsssssttttuuuuuuuuuuwwwwyyyyzzzœæißaaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiiijklllllnnnnnooooooooorrrsssssttttuuuuuuuuuuwwwwyyyyzzz'''
        ),
        'œ',
        'oe'
      ),
      'æ',
      'ae'
    ),
    'ß',
    'ss'
  ) LIKE 'ver%'
