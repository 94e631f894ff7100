// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {Heartbeat} from "gimbal/types/Message.sol";
import {Checks} from "./Checks.sol";

/// @notice Every actor and every check of a run in one contract.
contract Protocol is Checks {
    constructor() {
        setUp();
    }

    /// @notice With every family speaking and nothing lost any more, one report and one heartbeat, perhaps sent again, bring each spoke up to date.
    function heal() external {
        channel.silence(0, false);
        channel.silence(1, false);
        channel.flush();
        for (uint256 i; i < chains.length; i++) {
            try this.reportStep(chains[i]) {} catch {}
        }
        channel.flush();
        for (uint256 i; i < chains.length; i++) {
            try this.beatStep(chains[i]) {} catch {}
            hub.mandates.resendHeartbeat(chains[i]); // it may be too soon for another, and the last may be lost
        }
        channel.flush();
        watchEpochs();
        for (uint256 i; i < 3; i++) {
            (int256 gamma,) = hub.margin.gammaOf(books[i]);
            assertEq(int256(hub.gamma.refresh(books[i])), gamma > 0 ? gamma : int256(0), "11. measured anew");
        }
        for (uint256 i; i < chains.length; i++) {
            (Heartbeat memory current,,) = at[chains[i]].control.heartbeat();
            assertEq(
                keccak256(abi.encode(current)),
                keccak256(abi.encode(hub.mandates.lastHeartbeat(chains[i]))),
                "P4: the hub's last word is in force everywhere"
            );
        }
    }
}

contract ProtocolInvariantTest is Test {
    Protocol private protocol;

    function setUp() public {
        protocol = new Protocol();
        bytes4[] memory actions = new bytes4[](18);
        actions[0] = protocol.ownerDeposits.selector;
        actions[1] = protocol.ownerWithdraws.selector;
        actions[2] = protocol.ownersTrade.selector;
        actions[3] = protocol.relayerBeats.selector;
        actions[4] = protocol.relayerFunds.selector;
        actions[5] = protocol.relayerHedges.selector;
        actions[6] = protocol.relayerMoves.selector;
        actions[7] = protocol.anyoneKeepsHouse.selector;
        actions[8] = protocol.timePasses.selector;
        actions[9] = protocol.familyForges.selector;
        actions[10] = protocol.relayerTurns.selector;
        actions[11] = protocol.guardianPauses.selector;
        actions[12] = protocol.channelFails.selector;
        actions[13] = protocol.strangerDonates.selector;
        actions[14] = protocol.strangerFills.selector;
        actions[15] = protocol.anyoneSettles.selector;
        actions[16] = protocol.anyoneExpires.selector;
        actions[17] = protocol.timelockSetsFee.selector;
        targetContract(address(protocol));
        targetSelector(FuzzSelector(address(protocol), actions));
    }

    function invariant_P1_P2_P3_P4_P5_P6_P10_P11_P14_P15_P16_P17_P20_P21() public view {
        protocol.check();
    }

    function afterInvariant() public {
        protocol.heal();
        protocol.check();
    }

    /// @notice A long scripted walk reaches what the rules are about, so that they are not kept for want of an occasion.
    function test_P1_P2_P3_P4_P5_P6_P10_P11_P14_P15_P16_P17_P20_P21_aLongWalkReachesEverything() public {
        bytes4[] memory actions = targetSelectors()[0].selectors;
        for (uint256 i; i < 240; i++) {
            uint256 draw = uint256(keccak256(abi.encode("walk", i)));
            bytes4 action = actions[draw % actions.length];
            (bool ok,) =
                address(protocol).call(abi.encodePacked(action, draw, uint256(uint32(draw >> 7)), draw >> 11));
            assertTrue(ok);
            if (i % 8 == 0) protocol.check();
        }
        protocol.heal();
        protocol.check();
        string[13] memory reached = [
            "hedges",
            "fills",
            "hostile hedges",
            "withdrawals",
            "trades",
            "beats",
            "lies",
            "moves completed",
            "relayer funds",
            "relayer recalls",
            "settled",
            "expiries",
            "refunds"
        ];
        for (uint256 i; i < reached.length; i++) {
            assertGt(protocol.counted(bytes32(bytes(reached[i]))), 0, reached[i]);
        }
    }
}
