"""A Modbus TCP server on libmodbus: input register 0 counts up, 1 stays 75.

    python libmodbus_server.py PORT [--refuse REGISTER] [--silent-unit UNIT] [--no-path UNIT CODE]

--refuse: a request that touches this input register is answered by exception 4.
--silent-unit: requests to this unit get no answer.
--no-path: requests to this unit get exception CODE, as a gateway answers for a unit that is gone.
Registers 100 to 199 hold their own number.
"""

import argparse
import ctypes
import select
import socket
import time

REGISTERS = 1000
QUERY_BYTES = 260
lib = ctypes.CDLL("libmodbus.so.5")
lib.modbus_new_tcp.restype = ctypes.c_void_p
lib.modbus_mapping_new.restype = ctypes.c_void_p


class Mapping(ctypes.Structure):
    _fields_ = (
        ("nb_bits", ctypes.c_int),
        ("start_bits", ctypes.c_int),
        ("nb_input_bits", ctypes.c_int),
        ("start_input_bits", ctypes.c_int),
        ("nb_input_registers", ctypes.c_int),
        ("start_input_registers", ctypes.c_int),
        ("nb_registers", ctypes.c_int),
        ("start_registers", ctypes.c_int),
        ("tab_bits", ctypes.POINTER(ctypes.c_uint8)),
        ("tab_input_bits", ctypes.POINTER(ctypes.c_uint8)),
        ("tab_input_registers", ctypes.POINTER(ctypes.c_uint16)),
        ("tab_registers", ctypes.POINTER(ctypes.c_uint16)),
    )


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("port", type=int)
    wanted.add_argument("--refuse", type=int, default=-1)
    wanted.add_argument("--silent-unit", type=int, default=-1)
    wanted.add_argument("--no-path", type=int, nargs=2, default=(-1, 0))
    chosen = wanted.parse_args()
    context = ctypes.c_void_p(lib.modbus_new_tcp(b"127.0.0.1", chosen.port))
    pointer = ctypes.c_void_p(lib.modbus_mapping_new(REGISTERS, REGISTERS, REGISTERS, REGISTERS))
    mapping = ctypes.cast(pointer, ctypes.POINTER(Mapping)).contents
    for register in range(100, 200):
        mapping.tab_input_registers[register] = register
    mapping.tab_input_registers[1] = 75
    listener = lib.modbus_tcp_listen(context, 8)
    gate = socket.socket(fileno=listener)
    clients: dict[int, socket.socket] = {}
    query = (ctypes.c_uint8 * QUERY_BYTES)()
    while True:
        ready, _, _ = select.select([gate, *clients.values()], [], [], 0.05)
        mapping.tab_input_registers[0] = int(time.monotonic() * 20) % 30000
        for one in ready:
            if one is gate:
                client, _ = gate.accept()
                clients[client.fileno()] = client
                continue
            lib.modbus_set_socket(context, one.fileno())
            length = lib.modbus_receive(context, query)
            if length == -1:
                clients.pop(one.fileno()).close()
                continue
            answer(chosen, context, pointer, query, length)


def answer(chosen, context, pointer, query, length) -> None:  # type: ignore[no-untyped-def]
    unit, function = query[6], query[7]
    start, count = query[8] << 8 | query[9], query[10] << 8 | query[11]
    if unit == chosen.silent_unit:
        return
    gone, code = chosen.no_path
    if unit == gone:
        lib.modbus_reply_exception(context, query, code)
    elif function == 4 and start <= chosen.refuse < start + count:
        lib.modbus_reply_exception(context, query, 4)
    else:
        lib.modbus_reply(context, query, length, pointer)


main()
