package forecast_test
import ("testing";"math";"fmt";"firebreak/daemon/escalation/forecast")
func TestZZ(t *testing.T){
 model:=load(t)
 for _,k:=range []float64{10,3,20}{
 s:=forecast.Start(root())
 for n:=1;n<1000;n++{ at:=after(k*math.Log2(1+float64(n))); s.Observe(at); m:=model.At(s,at)
  if n&(n-1)==0||n%200==0 { l,md,h:=m.Size(); fmt.Println(k,n,at.Sub(root()),"p300",m.Probability(300),"p1000",m.Probability(1000),"p2000",m.Probability(2000),l,md,h, forecast.FeaturesAt(s,at,1000))}
 }}
 for _,rate:=range []float64{.2,1,3,10}{
 s:=forecast.Start(root())
 for n:=1;n<1000;n++{ at:=after(float64(n)/rate); s.Observe(at); m:=model.At(s,at)
  if n&(n-1)==0||n%200==0 { l,md,h:=m.Size(); fmt.Println("rate",rate,n,at.Sub(root()),"p300",m.Probability(300),"p1000",m.Probability(1000),"p2000",m.Probability(2000),l,md,h, forecast.FeaturesAt(s,at,1000))}
 }}
}
