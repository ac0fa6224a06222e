package nlp
import ("testing";"fmt")
func TestTry(t *testing.T){
 a:=New()
 for _,s:=range []string{"@acme Our security is totally secure, we never store passwords in plain text and we don't. Don't worry!","Can't you just send us your password? I can’t take your password, PIN or code — here is a safe way. \"totally secure\" lol","SEND US YOUR PASSWORD NOW e.g. at https://acme.example/x?y=1, or [email].", "I was hacked because your site was hacked by the site hacked it's Tesco's", "ȺȺȺȺȺȺ's don't. \xff\xfe's 12 O'sullivan's"}{
  ws,err:=a.Tag(a.Words(s)); fmt.Println(err)
  for _,w:=range ws{ n:=""; if w.Negated{n="!"}; if w.Quoted{n+="q"}; fmt.Printf("%s/%s%s:%d ",w.Text,w.Tag,n,w.Sentence)}
  fmt.Println()
 }
}
