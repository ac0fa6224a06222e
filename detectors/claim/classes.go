package claim

// classes names the sets of words that several rules take.
func classes() map[string]string {
	return map[string]string{
		// What a breach concerns, of whom, and what happens to it.
		"data": "data information info details records emails email addresses files accounts profiles documents names",
		"whose": "customer customers customers' customer's client clients clients' client's member members members' member's user users users' user's passenger passengers passengers' " +
			"guest guests guests' patient patients patients' subscriber subscribers subscribers' policyholder policyholders student students personal private employee staff people's donor donors donors' tenant tenants tenants' resident residents residents' pupil pupils pupils' player players players'",
		"few": "some several few number certain thousands hundreds millions many limited portion subset small handful dozens tens",
		"gone": "lost stolen leaked exposed breached compromised hacked accessed taken copied viewed published obtained disclosed downloaded exfiltrated affected impacted involved " +
			"seen touched",
		"attack": "breach hack cyberattack ransomware intrusion hacking",
		"not":    "not never wasnt werent isnt arent hasnt havent didnt dont",
		"untrue": "false untrue wrong incorrect unfounded baseless inaccurate fake unsubstantiated mistaken nonsense",
		"talk":   "reports rumours rumors claims story stories allegations suggestions posts talk news article articles tweets speculation",

		// What can be down.
		"service": "app apps site website websites web portal platform service services system systems server servers network wifi broadband internet signal payments payment " +
			"checkout banking atm atms cashpoint cashpoints machine machines till tills login logins bookings ticketing phones lines streaming api dashboard tracking database kiosks terminals tv email " +
			"reservations webchat logging signing app's site's website's system's server's network's portal's",
		"trouble": "issue issues problem problems difficulties difficulty trouble troubles fault faults glitch glitches error errors bug",
		"beset":   "experiencing having seeing facing suffering encountering",

		// Where a customer is sent.
		"team": "team teams branch branches department dept office offices helpdesk desk support service services store stores shop agent agents airline courier couriers manufacturer " +
			"bank seller sellers provider providers supplier retailer reception dealer dealership carrier landlord council insurer hotel restaurant garage surgery pharmacy bureau partner " +
			"partners colleagues specialists helpline hotline centre center line number manager operator merchant vendor franchise developer developers clinic school warehouse pharmacist " +
			"broker adviser advisor depot station staff",
		"number":  "[phone] [email] 0800 0808 0845 0844 0870 0330 0333 0345 0344 0300 0303 0203 0207 020 1800 1300 1 800 888 877 866 855 844 833",
		"contact": "contact call ring phone telephone email mail visit ask",
		"should":  "need needs must should have has best better want you'll you'd",
	}
}
