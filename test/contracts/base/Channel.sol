// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {Vm} from "forge-std/Vm.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {Attesters} from "./Attesters.sol";

/// @notice Carries what local gateways emit, well or badly: it loses, repeats, delays and reorders as a seed says.
contract Channel {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    struct End {
        uint64 chain;
        uint8 family;
        bool joined;
    }

    struct Held {
        ILocalGateway.Packet packet;
        uint64 toChain;
        uint8 family;
    }

    mapping(address gateway => End) public ends;
    mapping(uint64 chain => mapping(uint8 family => ILocalGateway)) public gatewayOf;
    Held[] private _held;
    bool[256] public silent;
    uint256 public delivered;
    uint256 public dropped;
    uint256 public repeated;

    function join(uint64 chain, uint8 family, ILocalGateway gateway) external {
        ends[address(gateway)] = End(chain, family, true);
        gatewayOf[chain][family] = gateway;
        VM.recordLogs();
    }

    /// @notice A silent family delivers nothing until it speaks again.
    function silence(uint8 family, bool on) external {
        silent[family] = on;
    }

    function inFlight() external view returns (uint256) {
        return _held.length;
    }

    /// @notice Takes up what was sent since the last time.
    function collect() public {
        Vm.Log[] memory logs = VM.getRecordedLogs();
        for (uint256 i; i + 1 < logs.length; i++) {
            if (logs[i].topics[0] != IERC7786GatewaySource.MessageSent.selector) continue;
            End memory from = ends[logs[i].emitter];
            if (from.joined) _hold(from, logs[i], logs[i + 1]);
        }
    }

    /// @notice `moves` times: picks any packet in flight and delivers it (11 of 16), delivers it and keeps a copy (3), or
    /// loses it (2).
    function carry(uint256 seed, uint256 moves) external {
        collect();
        for (uint256 i; i < moves && _held.length > 0; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint256 index = (draw >> 8) % _held.length;
            uint256 fate = draw % 16;
            if (silent[_held[index].family]) continue;
            if (fate < 2) {
                dropped++;
                _remove(index);
            } else if (fate < 5) {
                repeated++;
                _deliver(index);
            } else if (_deliver(index)) {
                _remove(index);
            }
            collect();
        }
    }

    /// @notice Delivers all that is in flight, oldest first, and what that sends, until nothing moves any more.
    function flush() external {
        collect();
        bool moved = true;
        while (moved) {
            moved = false;
            uint256 i;
            while (i < _held.length) {
                if (!silent[_held[i].family] && _deliver(i)) {
                    _removeInOrder(i);
                    moved = true;
                } else {
                    i++;
                }
            }
            collect();
        }
    }

    /// @notice Everything in flight is lost.
    function loseAll() external {
        collect();
        dropped += _held.length;
        delete _held;
    }

    /// @dev True when the packet needs no further try: delivered now, or before.
    function _deliver(uint256 index) private returns (bool) {
        Held memory held = _held[index];
        ILocalGateway gateway = gatewayOf[held.toChain][held.family];
        bytes[] memory signatures = Attesters.sign(held.family, gateway, held.packet, Attesters.THRESHOLD);
        uint256 here = block.chainid;
        VM.chainId(held.toChain);
        bool done;
        try gateway.deliver(held.packet, signatures) {
            delivered++;
            done = true;
        } catch {
            done = gateway.delivered(gateway.sendId(held.packet));
        }
        VM.chainId(here);
        return done;
    }

    function _hold(End memory from, Vm.Log memory sent, Vm.Log memory queued) private {
        (bytes memory sender, bytes memory recipient, bytes memory payload,,) =
            abi.decode(sent.data, (bytes, bytes, bytes, uint256, bytes[]));
        (uint256 toChain,) = InteroperableAddress.parseEvmV1(recipient);
        _held.push(
            Held(
                ILocalGateway.Packet(
                    from.chain, sent.emitter, uint64(uint256(queued.topics[2])), sender, recipient, payload
                ),
                uint64(toChain),
                from.family
            )
        );
    }

    function _remove(uint256 index) private {
        _held[index] = _held[_held.length - 1];
        _held.pop();
    }

    function _removeInOrder(uint256 index) private {
        for (uint256 i = index; i + 1 < _held.length; i++) {
            _held[i] = _held[i + 1];
        }
        _held.pop();
    }
}
