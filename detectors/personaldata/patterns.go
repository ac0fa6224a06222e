package personaldata

import "regexp"

// patterns are the regular expressions of a Masker. Those named "…Lower" run over text whose ASCII letters are in lower case.
type patterns struct {
	email, emailSpelt, phone, iban, ssn, nino, spanish, steuer, french *regexp.Regexp

	birthLower, birthAfterLower, accountLower, sortCodeLower, locator *regexp.Regexp

	street, streetAnyLower, german, french2, spanishStreet, addressTail *regexp.Regexp

	secretNounLower, connectorLower, secretAs, key, pem, keyAssigned, urlSecret *regexp.Regexp
}

const (
	month = `(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sep(?:t|tember)?|` +
		`o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?`
	date = `(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th)?[ ./-]{1,2}(?:of )?(?:\d{1,2}|` + month + `)[ ./,-]{1,2}\d{2,4}|` +
		month + ` \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{8})`
	birthCue = `(?:born|d\.?o\.?b|date of birth|birth ?date|birthday|bday|geb(?:oren)?|geburtsdatum|geburtstag|nacid[oa]|fecha de nacimiento|` +
		`date de naissance|née? le|nee? le)`
	streetType = `(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Way|Close|Crescent|` +
		`Gardens|Highway|Hwy|Parkway|Pkwy|Mews|Row|Grove|Hill|Park|Circle|Cir|Trail|Walk)`
	numberWord = `(?:number|numbers|num|nr|no|id|ref|reference|code|nummer|#|n°|numéro|número)`
)

func compile() patterns {
	re := regexp.MustCompile
	return patterns{
		email:      re(`[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_%+-](?:@|%40)(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+[\p{L}]{2,24}`),
		emailSpelt: re(`(?i)[\p{L}\p{N}._%+-]+ ?[(\[{] ?at ?[)\]}] ?(?:[\p{L}\p{N}-]+(?:\.| ?[(\[{] ?dot ?[)\]}] ?| dot ))+[\p{L}]{2,24}`),
		phone:      re(`(?:\+|\b00[ .-]?)?\(?\+?\d[\d ().\-/]{4,24}\d`),
		iban:       re(`(?i)[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}`),
		ssn:        re(`\d{3}[- ]?\d{2}[- ]?\d{4}`),
		nino:       re(`[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]`),
		spanish:    re(`(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-HJ-NP-TV-Z]`),
		steuer:     re(`\d{2}(?: ?\d{3}){3}`),
		french:     re(`[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}`),

		birthLower:      re(`\b` + birthCue + `(?:[^\da-z][^\d]{0,24}?)?(` + date + `)`),
		birthAfterLower: re(`(` + date + `)[ ,(\[-]{1,3}(?:is my )?(?:` + birthCue + `)\b`),
		accountLower: re(`\b(account|acct|acc|a/c|order|customer|client|member(?:ship)?|booking|reservation|confirmation|conf|policy|pnr|locator|` +
			`skymiles|club|frequent flyer|flyer|loyalty|rewards|ticket(?: credit)?|claim|routing|subscriber|patient|passport|licen[cs]e|nhs|konto|kontonummer|` +
			`kundennummer|bestellnummer|kunden|bestellung|buchung|auftrag|compte|cuenta|pedido|commande)((?:[ -]?` + numberWord + `\b\.?|[ ]?#)*)` +
			`(?:[ ]?(?:is|was|are|:|=|#|ist|es|est))*[ ]?[#(:]?[ ]?(\d(?:[ -]?\d){3,19}|[a-z0-9][a-z0-9-]{3,19})`),
		sortCodeLower: re(`\bsort ?code(?: is|:)? ?(\d\d[- ]?\d\d[- ]?\d\d)`),
		locator: re(`(?i:\b(?:pnr|(?:record )?locator|booking (?:ref(?:erence)?|code|number)|conf(?:irmation)? ?(?:code|number|#)|` +
			`reservation (?:code|number)))(?: is| was|:| ?=| ?#)* ?([A-Z0-9]{6})\b`),

		street: re(`\b\d{1,5}[A-Za-z]?,? (?:(?:[A-Z][\w'.-]*|\d{1,3}(?:st|nd|rd|th)) ){1,4}` + streetType + `\b\.?`),
		streetAnyLower: re(`(?:live at|lives at|address is|my address[: ]|address:|moved to|deliver(?:ed)? to|ship(?:ped)? to|sent to|home is at|` +
			`house is at|i'm at|staying at)(?: my house)?,? ?(?:flat \d+\w?,? )?(\d{1,5}[a-z]?,? [a-z][\w' .-]{2,40}?\b` + lowerOf(streetType) + `\b\.?)`),
		german:        re(`\b[A-ZÄÖÜ][\wäöüßÄÖÜ.-]*(?:[ -][A-ZÄÖÜ][\wäöüß-]*)?(?:straße|strasse|str\.|weg|platz|allee|gasse|[ -]Straße|[ -]Str\.|straat|[ -]Weg|[ -]Platz|[ -]Allee) ?\d{1,4} ?[a-z]?\b`),
		french2:       re(`\b\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai) (?:d[eu]s? |de la |de l'|d'|l'|la )?[\p{L}'-]+(?: [A-ZÉÈ][\p{L}'-]+){0,3}`),
		spanishStreet: re(`\b(?:[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo) (?:de |del |de la |la )?\p{Lu}[\p{L}'-]+(?: (?:de |del |la )?\p{Lu}[\p{L}'-]+){0,2},? (?:n[º°.o]* ?)?\d{1,4}\b`),
		addressTail: re(`^(?:,? *(?:Apt|Apartment|Unit|Suite|Ste|Flat|#)\.? ?#?\w{1,5}\b)?` +
			`(?:,? *\n? *\d{4,5} \p{Lu}[\p{L}-]+|(?:(?:, *\n?|\n) *\p{Lu}\p{Ll}[\p{L}'.-]+(?: \p{Lu}\p{Ll}[\p{L}'-]+){0,2}){0,2}` +
			`(?:,? *\n? *(?:(?:[A-Z]{2},? )?\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b)?)`),

		secretNounLower: re(`\b(?:(?:pass ?word|passwort|passwd|pasword|passwrd|pswd|pwd|pw|passcode|passphrase|pass|contraseña|clave|mot de passe|mdp|` +
			`kennwort|senha|wachtwoord)|(pin(?: ?code| number| no| nummer)?)|((?:[a-z0-9-]+ )?code(?: number)?|otp|totp|one[- ]time (?:password|passcode))|` +
			`(cvv2?|cvc2?|card security code|security code)|((?:mother'?s )?maiden name))\b`),
		connectorLower: re(`^(?:\s+(?:for|to|on|at|of|you|they|that|u)(?:\s+[\w@.'/-]+){1,4}?)?(?:\s*(?:[:=]|->|=>)+\s*|` +
			`\s+(?:(?:is|was|ist|war|lautet|es|est|are|equals|=)(?:\s+(?:now|still|currently|just|literally|simply|set to|basically|called|actually|also))*)\s*:?\s+|` +
			`\s*['’]s\s+(?:been\s+)?|\s+(?:has been|have been|used to be)\s+)`),
		secretAs: re(`(?i)(\S{6,64})\s+as\s+(?:my|the|our|a)\s+(?:new\s+|old\s+)?(?:password|passcode|passwort|pw|pwd|login)\b`),
		key: re(`\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}\b|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}|` +
			`[srp]k_(?:live|test)_[A-Za-z0-9]{8,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?|AIza[0-9A-Za-z_-]{30,}|` +
			`sk-[A-Za-z0-9_-]{20,}|glpat-[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{30,}|whsec_[A-Za-z0-9+/=]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|` +
			`hooks\.slack\.com/services/[A-Za-z0-9/]{20,}|otpauth://\S+)`),
		pem: re(`-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]{0,40}-----|$)`),
		keyAssigned: re(`(?i)\b(?:bearer +|(?:(?:api|access|secret|auth|private|client)[ _-]?(?:key|token|secret)|api[ _-]?token|token|apikey)["']? *` +
			`(?:is|:|=|=>)+ *["']?(?:bearer +)?)([A-Za-z0-9._~+/=-]{12,})`),
		urlSecret: re(`(?i)[?&;#](?:password|passwd|pwd|pw|pin|otp|token|access_token|refresh_token|id_token|secret|client_secret|api_?key)=([^&\s#"'<>]{3,})`),
	}
}
