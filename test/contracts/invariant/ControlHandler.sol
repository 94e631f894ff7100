// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {HedgeTransport} from "gimbal/crosschain/HedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {SpokeConfig} from "gimbal/types/Config.sol";
import {Heartbeat, Kind, LeaseState} from "gimbal/types/Message.sol";
import {Attesters} from "../base/Attesters.sol";
import {Channel} from "../base/Channel.sol";
import {Terms} from "../base/Terms.sol";

/// @notice A hub that beats, a channel that misbehaves, and a family (number 2) whose attesters sign whatever its owner
/// likes.
contract ControlHandler is CommonBase, StdUtils {
    uint8 internal constant HOSTILE = 2;

    HedgeTransport public immutable hub;
    HedgeTransport public immutable spoke;
    ISpokeControl public immutable control;
    Channel public immutable channel;

    uint64 public beats;
    uint64 public configs;
    uint64 public highestSeen;
    uint64 private _forged;
    mapping(uint64 epoch => mapping(bytes32 digest => bool)) public sent;
    mapping(uint64 version => mapping(bytes32 digest => bool)) public sentConfig;
    uint256[] public pauseStarts;
    uint256[] public pauseLengths;
    bool public epochFell;

    constructor(HedgeTransport hub_, HedgeTransport spoke_, ISpokeControl control_, Channel channel_) {
        (hub, spoke, control, channel) = (hub_, spoke_, control_, channel_);
    }

    modifier watched() {
        _;
        uint64 epoch = spoke.confirmedEpoch(hub.chain(), Kind.HEARTBEAT);
        if (epoch < highestSeen) epochFell = true;
        highestSeen = epoch;
        uint64 until = control.pausedUntil();
        uint256 n = pauseStarts.length;
        if (until != 0 && (n == 0 || pauseStarts[n - 1] + pauseLengths[n - 1] != until)) {
            pauseStarts.push(block.timestamp);
            pauseLengths.push(until - block.timestamp);
        }
    }

    function hubBeats(uint64 leaseSeconds, uint256 salt) external watched {
        leaseSeconds = uint64(bound(leaseSeconds, 0, 12 hours));
        _beat(++beats, uint64(block.timestamp) + leaseSeconds, salt);
    }

    /// @notice The hub reorganises: its last epoch now says something else, and it is sent again.
    function hubReorganises(uint256 salt) external watched {
        if (beats == 0) return;
        _beat(beats, uint64(block.timestamp) + 1 hours, salt);
    }

    function hubSendsConfig(uint32 maxLease) external watched {
        SpokeConfig memory config;
        config.chain = spoke.chain();
        config.version = ++configs;
        config.terms = Terms.spoke();
        config.terms.maxLease = uint32(bound(maxLease, 1 hours, 8 hours));
        bytes memory body = abi.encode(config);
        sentConfig[configs][keccak256(body)] = true;
        hub.send(spoke.chain(), Kind.CONFIG, configs, body);
        channel.collect();
    }

    function guardianPauses(uint32 duration) external watched {
        hub.sendPause(spoke.chain(), uint32(bound(duration, 0, 20 minutes)));
        channel.collect();
    }

    function channelCarries(uint256 seed, uint8 moves) external watched {
        channel.carry(seed, bound(moves, 1, 12));
    }

    function familyFallsSilent(uint8 family, bool on) external watched {
        channel.silence(uint8(bound(family, 0, 1)), on);
    }

    function timePasses(uint32 by) external watched {
        vm.warp(block.timestamp + bound(by, 1, 3 hours));
    }

    /// @notice The hostile family attests a heartbeat, a config, a report or a pause of its own making.
    function familyForges(uint8 kind, uint64 epochAhead, uint256 salt) external watched {
        uint8 which = uint8(bound(kind, 0, 3));
        Kind[4] memory kinds = [Kind.HEARTBEAT, Kind.CONFIG, Kind.REPORT, Kind.PAUSE];
        uint64 epoch = uint64(bound(epochAhead, 0, 2 ** 63));
        if (salt % 2 == 0) epoch = highestSeen + uint64(bound(epochAhead, 0, 3));
        bytes memory body = abi.encode(Heartbeat(epoch, type(uint64).max, bytes32(salt), 0, 0));
        if (which == 1) {
            SpokeConfig memory config;
            config.chain = spoke.chain();
            config.version = epoch;
            body = abi.encode(config);
        } else if (which == 3) {
            body = abi.encode(uint32(bound(salt, 0, 1 days)));
            if (salt % 3 != 0) epoch = uint64(block.timestamp);
        }
        _deliverForged(abi.encode(spoke.chain(), kinds[which], epoch, body));
    }

    function anyoneRetries(uint256 salt) external watched {
        uint64 epoch = highestSeen;
        bytes memory body = abi.encode(Heartbeat(epoch, uint64(salt), 0, 0, 0));
        try spoke.retry(hub.chain(), Kind.HEARTBEAT, epoch, body) {} catch {}
    }

    function pauses() external view returns (uint256) {
        return pauseStarts.length;
    }

    function _beat(uint64 epoch, uint64 end, uint256 salt) private {
        bytes32 root = keccak256(abi.encode("honest", salt));
        bytes memory body = abi.encode(Heartbeat(epoch, end, root, root, root));
        sent[epoch][keccak256(body)] = true;
        hub.send(spoke.chain(), Kind.HEARTBEAT, epoch, body);
        channel.collect();
    }

    function _deliverForged(bytes memory payload) private {
        uint64 hubChain = hub.chain();
        ILocalGateway gateway = channel.gatewayOf(spoke.chain(), HOSTILE);
        ILocalGateway.Packet memory p = ILocalGateway.Packet({
            sourceChain: hubChain,
            sourceGateway: address(channel.gatewayOf(hubChain, HOSTILE)),
            nonce: 1_000_000 + ++_forged,
            sender: InteroperableAddress.formatEvmV1(hubChain, address(hub)),
            recipient: InteroperableAddress.formatEvmV1(spoke.chain(), address(spoke)),
            payload: payload
        });
        try gateway.deliver(p, Attesters.sign(HOSTILE, gateway, p, Attesters.THRESHOLD)) {} catch {}
    }
}
