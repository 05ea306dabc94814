fn main(){ let t=std::time::Instant::now(); let p=qianxian_engine::knowledge::embedded_packs(); let p=match p{Ok(p)=>p,Err(e)=>{eprintln!("{e}");return}}; eprintln!("parse {:?}",t.elapsed());
let t=std::time::Instant::now(); let chain=match qianxian_core::chain::build(&[p]){Ok(c)=>c,Err(e)=>{for f in e{eprintln!("{f}")};return}}; eprintln!("build {:?}",t.elapsed());
drop(chain);let t=std::time::Instant::now(); let k=qianxian_engine::Knowledge::embedded().unwrap(); eprintln!("all {:?}",t.elapsed());
let a:Vec<String>=std::env::args().skip(1).collect();
if a[0]=="needs"{ for w in &a[1..]{ let c=k.chain.find_name(w).unwrap(); for n in k.chain.ranked_needs(c).iter().take(20){ println!("{} {:.2} {}",k.chain.name(n.cap),n.rank(&k.chain),k.chain.explain_need(c,n)); } } return }
for w in &a{ println!("{w}"); for r in k.recognizer.recognise(w){ println!("   {} {:?} {:.2} {:?} neg={} «{}» {:?}",k.chain.name(r.cap),r.found,r.confidence,r.role,r.negated,&w[r.span.clone()],r.modifiers.iter().map(|m|&w[m.span.clone()]).collect::<Vec<_>>()); } } }
