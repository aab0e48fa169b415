"""Spanish."""

from __future__ import annotations

CUES: dict[str, str] = {
    "how": (
        "como; komo; coman; de que manera; cual es la mejor manera; como se; como puedo; como hago; como puede; "
        "cuanto; cuanta; cuantos; cuantas; como pido; como cambio; como funciona"
    ),
    "wh": (
        "que es; cual es; cuales; cual; que; donde; dond; cuando; por que; quien; quienes; que roles; q; ke; "
        "a que; si se"
    ),
    "what_to_do": "que hago; que puedo hacer; que pasa; que debo hacer; que significa; que quiere decir; ke ago",
    "yesno": (
        "es posible; se puede; se pueden; puedo; podemos; hay; hay alguna; tienen; ofrecen; admiten; aceptan; "
        "es seguro; debo; hace falta; es necesario; existe; hacen envios; permite; esta incluido; puede un; "
        "sirve para"
    ),
    "know": (
        "saber; quisiera saber; me gustaria saber; queria saber; explicar; explicarme; explicame; informacion; "
        "entender; diferencia; indicarme; no encuentro; no se si; tengo una duda; duda; me dijera; decirme; "
        "parece que; antes habia; comprendo; me podria decir; no se como; no se donde"
    ),
    "problem": (
        "error; no funciona; no puedo; no m deja; no me deja; no se oye; no imprime; se cierra; falla; fallo; "
        "lento; negro; negra; vacio; se queda; no conecta; no carga; muestra mal; olvide; holvide; no hace; "
        "no aparece; bloquea"
    ),
    "please": (
        "por favor; porfa; porfabor; podria; podrian; podrias; puede; pueden; puedes; le ruego; rogamos; "
        "seria tan amable; tendria la bondad; hagame el favor; solicitamos; quisiera pedirle; hazme; me mira; "
        "le agradeceria; haga el favor"
    ),
    "want": (
        "quiero; kiero; quisiera; necesito; necesitamos; me gustaria; deseo; prefiero; queremos; exijo; "
        "la necesito; me sentiria mejor; dejen de"
    ),
    "my": "mi; mis; nuestro; nuestra; nuestros; nuestras; mio; mia",
    "me": "me; m; nos; yo; a mi; conmigo; se me",
    "your": (
        "su; sus; vuestro; vuestra; vuestros; tu; tus; su aplicacion; su servicio; su empresa; su producto; "
        "su equipo; ustedes"
    ),
    "you": "usted; ustedes; vosotros; ti; te; eres; sois; sabes",
    "cancel": "cancel*; kansel*; anul*; dar de baja; darme de baja; de baja; detengan; paren",
    "refund": (
        "reembols*; reenbolso; devuelv*; devuelvan*; debuelvan*; devoluc*; mi dinero; el dinero; la plata; "
        "la lana; abono; compensac*; reintegr*; dar mi dinero; devolverme; me devuelvan; el importe; lo cobrado; "
        "indemniz*"
    ),
    "unlock": "desbloque*; reactiv*; abranla; abran; restablec*; habiliten; rehabilit*; restituyan; dejenme entrar",
    "blocked": "bloqueado; bloqueada; bloquearon; suspendida; suspendido; sin motivo; desactivada; cancelada sin",
    "delete": "elimin*; borr*; borrame; borren; cierren; cierre mi; quiten; quite; quitar; retiren; den de baja",
    "change": (
        "cambi*; canbi*; actualic*; actualiz*; corrij*; corregir; modifi*; pase mi; pasen mi; anadan; reduzcan; "
        "ponga; pongan; muevan; aplac*; reprogram*; escribi mal; saliera bien; cambiame"
    ),
    "check": (
        "consult*; mire; miren; mirar; revis*; comprueb*; compruebe; verifi*; averigu*; estado de; "
        "en que estado; el estado; seguimiento; localic*; que paso con; busquen; si esta pagada"
    ),
    "send": (
        "envieme; envienme; enviarme; reenvi*; vuelvan a enviar; enviarla; mandenme; mandeme; enviame; emitan; "
        "manden la"
    ),
    "thing": (
        "pedido; pedio; pedidos; paquete; envio; factura; recibo; cuenta; suscripcion; membresia; reserva; pago; "
        "tarjeta; direccion; direcion; contrato; licencia; cita; billete; entrega; extracto; compra; plan; "
        "cuota; cargo; descuento; mis datos; talla; usuario; poliza; vuelo; encargo; orden; zapatillas; "
        "cafetera; de la cuenta; correo electronico"
    ),
    "late": (
        "no ha llegado; no llega; no me ha llegado; no ha yegado; no yega; nunca recibi; no he recibido; "
        "no recibi; todavia no; aun no; no hay nada; tenia que haber llegado; falta; sin moverse; no viene; "
        "no me han venido; hace 2 semanas; hace dos semanas; hace tres semanas; nunca llego; no aparece el; "
        "sigue sin llegar; sigo esperando; deberia haber llegado; no me han; sigue sin; no se ha; no esta en mi; "
        "no lo he recibido; semanas que"
    ),
    "where_is": (
        "donde esta mi; donde esta lo que; donde esta mi paquete; donde anda mi; cuando llega mi; "
        "cuando llegara mi; donde quedo mi; por donde va mi; que pasa con mi; donde esta el pedido"
    ),
    "charged": (
        "cobrado; cobraron; me cobraron; me han cobrado; cobro; cobros; cargo; cargaron; facturado; he pagado; "
        "pague; me han quitado; quitado; descontado; se nos han facturado; debitaron"
    ),
    "twice": (
        "dos veces; dos beses; doble; duplicado; de mas; por error; aunque; sin autorizacion; no reconozco; "
        "de que; el mismo mes; dos cargos; importe incorrecto; de nuevo el cargo"
    ),
    "bad": (
        "malo; mala; malisimo; malisima; pesimo; pesima; peor; horrible; orrible; asco; mierda; basura; "
        "verguenza; vergonzoso; desastre; estafa; timo; inutil; incompetentes; inaceptable; inadmisible; "
        "lamentable; fatal; increible; tomadura de pelo; poco profesional; mala calidad; deja mucho que desear; "
        "patetico; ridiculo; deplorable; terrible; porqueria; ladrones; una broma; no sirve; no sirve para nada; "
        "robo; sinverguenzas; deficiente; da pena; cutre; chapuza; nefasto; penoso; impresentable; indignante; "
        "vaya; muy lento; bugs; no manches; engano; engan*"
    ),
    "upset": (
        "decepcion*; desepcion*; enfad*; enoj*; harto; harta; hartos; descontent*; molest*; disgustad*; "
        "indignad*; no estoy content*; no estoy; frustrad*; furios*; insatisfech*; me arrepiento; cansado; "
        "cansada; ya basta; esperaba mas; no estoy satisfecho; no puedo creer; perdido la confianza; "
        "hasta las narices; colmo; he perdido; perdi; perdimos; no me gusta; muy mal"
    ),
    "again": (
        "otra vez; otra bes; de nuevo; tercera vez; segunda vez; cada vez; siempre; cada dia; "
        "cada actualizacion; continuas; otro dia; otro fallo; constantemente; continuamente; una y otra vez; "
        "todo el tiempo; todos los dias"
    ),
    "nobody": (
        "nadie; ignorado; ignoran; nadie contesta; nadie responde; sin respuesta; no contestan; no responden; "
        "esperando; sin solucion; no aparecio; no vino; a nadie parece importarle; les da igual; esperar; "
        "espere; llevo"
    ),
    "never_again": (
        "nunca mas; no vuelvo; no volvere; gracias por nada; enhorabuena; perdida de tiempo; me cambio a; "
        "me voy a; cliente desde; menuda; menudo; vaya estafa; no lo recomiendo; no recomiendo; "
        "perder el tiempo; tirar el dinero"
    ),
    "complaint": (
        "queja; quejas; quejarme; reclamacion; reclamaciones; reclamar; poner una queja; formulamos; protestar; "
        "denunciar"
    ),
    "person": (
        "persona; personas; persone; humano; human; humana; agente; asesor; acesor; alguien; operador; "
        "operadora; companero; companeros; gerente; encargado; supervisor; jefe; representante; tecnico; "
        "ingenieros; gestor; senorita; personal; ser humano; de verdad; persona real; de su equipo; "
        "atencion al cliente; responsable; empleado; especialista"
    ),
    "talk": (
        "hablar; ablar; hable; llamar; llame; llamen; llamada; llameme; comunique; comuniqueme; comuniquenme; "
        "pasame; paseme; pasar kon; pasar con; pongame; ponganme; atienda; contacto; en contacto; hablar con; "
        "telefono; contactar con; atiendan; conecteme; transfierame; explicandoselo; llamenme; que me llame; "
        "dame alguien; derivenme; me comunique; lo mirara conmigo"
    ),
    "bot": (
        "bot; robot; rrobot; maquina; maquinas; computadora; ordenador; programa; ia; chatgpt; articulos; "
        "automatico; contestador"
    ),
    "prompt": (
        "prompt; pront; instrucciones; istrucciones; reglas; normas; restricciones; politicas; configuracion; "
        "mensaje del sistema; directrices; indicaciones; limite; limites; filtros; sistema; consignas; ordenes"
    ),
    "override": (
        "ignora; inora; ignore; olvida; olvide las; deje de lado; deja de lado; saltarse; salta; omite; "
        "haz como; finge; actua como; hipoteticamente; imagina; vamos a jugar; hacer como; desactiva tus; "
        "descarta; simula; supon que; desobedece"
    ),
    "previous": (
        "anteriores; anterior; del sistema; ocultas; ocultos; secreto; secretas; internas; iniciales; original; "
        "originales; que te dieron; que le han dado; encima; palabra por palabra; todo lo que; primer mensaje; "
        "creadores; antes; le mandaron; copia integra; que tienes dentro; primeras instrucciones; "
        "tus instrucciones; tus reglas; tus normas; tu prompt; te dijeron; completo; exacto; literalmente; "
        "textual"
    ),
    "reveal": (
        "muestra; muestrame; mostrarme; revela; dime; dime tu; repite; pega; pegues; imprime; leamelo; suelta; "
        "sueltame; copia; comparte; escribe; lista; digame; ensename; necesitamos copia; traduce; resume; filtra"
    ),
    "role": (
        "ahora eres; sin restricciones; sin limites; sin ningun limite; sin reglas; no tienes reglas; "
        "no tuvieras reglas; dan; le autorizo; administrador; con total libertad; nunca se niega; "
        "haz lo que digo; a partir de ahora; modo desarrollador; responde; di lo que quieras; sin censura; "
        "sin filtros; modo dios; jailbreak"
    ),
    "thanks": (
        "gracias; grasias; gracais; grax; agradezco; se lo agradezco; agradecido; muy amable; crack; "
        "te debo una; dios se lo pague; sin ti; recibido; de gran ayuda; mucha ayuda; resuelto; solucionado; "
        "funciona bien; perfecto; genial; todo volvio a la normalidad; entendido; me sirvio; ya funciona; vale; "
        "excelente"
    ),
    "greet": (
        "hola; ola; buenas; buenos dias; buens dias; buenas tardes; buenas noches; holi; ey; que onda; saludar; "
        "saludarle; saludos; estimado; estimados; encantado; encantada; hay alguien; buen dia; le escribe; hello"
    ),
    "bye": (
        "adios; adio; chao; chau; hasta luego; hasta manana; hasta pronto; hasta otra; nos vemos; me voy; "
        "me despido; saludo; un cordial saludo; lo dejo por hoy; eso es todo; quede con dios; que tenga; "
        "que le vaya bien; por hoy; nada mas; cuidese; hasta la proxima; no necesito nada mas"
    ),
    "how_are": (
        "que tal; q tal; como estas; como esta usted; komo estas; como va; como se encuentra; que haces; "
        "como andas; como te va; todo bien; como le va; como has estado; que cuentas"
    ),
    "who_are": (
        "quien eres; que eres; q eres; eres un; eres una; eres humano; es usted una persona; es usted un; "
        "con quien; tu eres; sabes hacer; una persona o; o maquina; o un programa; o un robot; un bot; "
        "eres chatgpt; escribiendo una persona; atendido por personas; como te llamas; tu nombre; "
        "hay una persona; quien te creo; puedes hacer; o es una de esas"
    ),
    "chat": (
        "chiste; que tiempo hace; te quiero; te amo; feliz ano; feliz navidad; cumpleanos; canta; cancion; "
        "musica; me aburro; aburro; jaja*; gracioso; lindo; guapo; guapa; perro; gato; frio; calor; desayune; "
        "marido; charlar; churros; bonito; felicidades; solo en casa; sueno; hambre; te gusta; "
        "cuantos anos tienes; casarte; poema; futbol; pelicula; eres un crack; contento; inteligente; novia; "
        "novio; cafe; fin de semana; que dia"
    ),
    "lodge": (
        "poner una queja; presentar una queja; queja formal; formulamos; formular una queja; interponer; "
        "poner una reclamacion; presento una queja; quiero quejarme; quiero reclamar; hacer una queja"
    ),
    "sarcasm": (
        "gracias por nada; gracias por hacerme perder; enhorabuena; bravo; felicidades por; menudo trabajo; "
        "que maravilla de"
    ),
    "myself": "yo mismo; yo misma; por mi cuenta; uno mismo; un cliente; clientes; usuarios",
}
