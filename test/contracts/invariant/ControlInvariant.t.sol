// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {Heartbeat, Kind, LeaseState} from "gimbal/types/Message.sol";
import {Channel} from "../base/Channel.sol";
import {Roles} from "../base/Roles.sol";
import {Terms} from "../base/Terms.sol";
import {TwoChains} from "../crosschain/TwoChains.sol";
import {TermsKeeper} from "../spoke/SpokeControlFixture.sol";
import {ControlHandler} from "./ControlHandler.sol";

/// @notice What holds of a spoke's control state whatever the channel and one hostile family do:
/// 1. The confirmed epoch never falls (P3).
/// 2. What is in force is the heartbeat of the highest confirmed epoch (P4).
/// 3. What is in force is something the hub has sent, never a forgery (P10).
/// 4. The lease is live only before its end and before its arrival plus the maximum (P2).
/// 5. Pauses of any 30 days fit into their share (P7).
/// 6. Once all families speak and nothing is in flight, the next heartbeat is in force (P3, P10).
contract ControlInvariantTest is TwoChains {
    SpokeControl private control;
    Channel private channel;
    ControlHandler private handler;

    function setUp() public override {
        super.setUp();
        vm.warp(1_900_000_000);
        TermsKeeper router = new TermsKeeper();
        SpokeControl.Init memory init =
            SpokeControl.Init(SPOKE, HUB, address(router), address(spoke.transport), address(0));
        control = SpokeControl(
            address(
                new ERC1967Proxy(
                    address(new SpokeControl()),
                    abi.encodeCall(SpokeControl.initialize, (address(manager), init))
                )
            )
        );
        channel = new Channel();
        for (uint8 f; f < FAMILIES; f++) {
            channel.join(HUB, f, hub.gateways[f]);
            channel.join(SPOKE, f, spoke.gateways[f]);
        }
        handler = new ControlHandler(hub.transport, spoke.transport, control, channel);
        _setRoles();
        targetContract(address(handler));
    }

    function _setRoles() private {
        string memory json = Roles.table();
        Roles.assign(manager, json, "SpokeControl", address(control));
        Roles.grant(manager, json, "HedgeTransport", address(spoke.transport));
        Roles.grant(manager, json, "SpokeControl", address(control));
        manager.grantRole(Roles.id(json, "SENDER"), address(handler), 0);
        manager.grantRole(Roles.id(json, "GUARDIAN"), address(handler), 0);
        spoke.transport.setHandler(Kind.HEARTBEAT, address(control));
        spoke.transport.setHandler(Kind.CONFIG, address(control));
        spoke.transport.setHandler(Kind.PAUSE, address(control));
    }

    /// @dev One campaign for all: they are about the same runs.
    function invariant_P2_P3_P4_P7_P10_controlState() public view {
        _theConfirmedEpochNeverFalls();
        _theHighestConfirmedEpochIsInForce();
        _onlyTheHubsWordIsInForce();
        _theLeaseIsLiveNoLongerThanItMay();
        _pausesFitIntoTheirShare();
    }

    function _theConfirmedEpochNeverFalls() private view {
        assertFalse(handler.epochFell());
    }

    function _theHighestConfirmedEpochIsInForce() private view {
        (Heartbeat memory current,,) = control.heartbeat();
        (bytes32 digest, bool executed) = spoke.transport.confirmed(HUB, Kind.HEARTBEAT, current.epoch);
        assertEq(current.epoch, spoke.transport.confirmedEpoch(HUB, Kind.HEARTBEAT));
        if (current.epoch == 0) return;
        assertTrue(executed);
        assertEq(keccak256(abi.encode(current)), digest);
    }

    function _onlyTheHubsWordIsInForce() private view {
        (Heartbeat memory current,,) = control.heartbeat();
        if (current.epoch != 0) {
            assertTrue(handler.sent(current.epoch, keccak256(abi.encode(current))));
        }
        (uint64 version, bytes32 digest) = control.configVersion();
        if (version != 0) assertTrue(handler.sentConfig(version, digest));
        assertEq(spoke.transport.confirmedEpoch(HUB, Kind.REPORT), 0);
    }

    function _theLeaseIsLiveNoLongerThanItMay() private view {
        (Heartbeat memory current, uint64 arrival,) = control.heartbeat();
        if (control.leaseState() != LeaseState.LIVE) return;
        assertLt(block.timestamp, current.leaseEnd);
        assertLt(block.timestamp, uint256(arrival) + control.terms().maxLease);
    }

    function _pausesFitIntoTheirShare() private view {
        uint256 n = handler.pauses();
        for (uint256 i; i < n; i++) {
            uint256 start = handler.pauseStarts(i);
            uint256 sum;
            for (uint256 j = i; j < n && handler.pauseStarts(j) < start + 30 days; j++) {
                sum += handler.pauseLengths(j);
            }
            assertLe(sum, Terms.spoke().pauseShare);
            assertLe(handler.pauseLengths(i), Terms.spoke().maxPause);
        }
    }

    function afterInvariant() public {
        channel.silence(0, false);
        channel.silence(1, false);
        channel.flush();
        handler.hubBeats(1 hours, 6);
        channel.flush();
        (Heartbeat memory current,,) = control.heartbeat();
        assertEq(current.epoch, handler.beats(), "6. P3, P10: the next heartbeat is in force");
    }
}
