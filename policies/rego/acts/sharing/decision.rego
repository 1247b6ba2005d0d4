# METADATA
# title: Who may do what with agreements, mandates and purposes
# description: |
#   Each side acts for itself, through the roles of its own agents or under a mandate that covers the
#   act; two people and two organisations sign; the clock alone begins and ends. What an act may do
#   to an agreement in its state is the catalog's own rule: here is only who.
# scope: package
package acts.sharing

# METADATA
# description: A question that is not well formed allows nothing and names no reason.
# entrypoint: true
# scope: document
default decision := {"contract": "interco.acts/1", "allow": false, "denials": []}

decision := {
	"contract": "interco.acts/1",
	"allow": count(denials(input)) == 0,
	"denials": denials(input),
} if {
	well_formed(input)
}
