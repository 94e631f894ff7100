// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {Kind, Report} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Desk} from "../base/Desk.sol";
import {Forgery} from "../base/Forgery.sol";
import {SparseProof} from "../base/SparseProof.sol";
import {Terms} from "../base/Terms.sol";

/// @notice A spoke that is lost altogether: every family vouches for what its attacker reports.
contract LyingSpokeTest is Desk {
    using Forgery for Spoke;

    uint64 private seller;
    uint64 private buyer;
    uint64 private _lies;

    function setUp() public override {
        super.setUp();
        seller = openBook("seller", true, 700_000e6);
        buyer = openBook("buyer", false, 700_000e6);
        vm.prank(ownerOf(seller));
        hub.allocations.place(seller, EAST);
        clear(buyer, seller, call_(3000), 100e18, 20_000e6);
        hub.mandates.publish(seller);
        fund(seller, EAST, 400_000e6);
        beat(EAST);
        channel.flush();
        credit(seller, EAST);
        hedgeIfDue(seller, EAST);
        report(EAST);
        channel.flush();
        prove(seller, EAST);
    }

    /// @dev The report the vault would send next, with another ledger in its only leaf.
    function _report(Ledger memory ledger) private view returns (Report memory lie, bytes32[] memory leaves) {
        leaves = new bytes32[](1);
        leaves[0] = ledgerLeaf(ledger);
        lie = at[EAST].vault.lastReport();
        lie.sequence++;
        lie.time = uint64(block.timestamp);
        lie.ledgerRoot = SparseProof.root(leaves);
    }

    function _confirm(Report memory lie) private {
        for (uint8 f; f < 2; f++) {
            at[EAST].forge(at[HUB], f, ++_lies, Kind.REPORT, lie.sequence, abi.encode(lie));
        }
    }

    function test_P15_aLieIsRecognisedOnlyUpToNetSentPlusTheGain() public {
        IMarginEngine.Assessment memory honest = hub.margin.assess(seller);
        vm.warp(block.timestamp + 10 minutes);
        refreshFeeds(true);
        Ledger memory ledger = at[EAST].vault.ledger(seller);
        ledger.got += 1e15;
        (Report memory lie, bytes32[] memory leaves) = _report(ledger);
        _confirm(lie);
        hub.mandates.prove(EAST, ledger, 0, SparseProof.prove(leaves, 0));
        uint256 cap = hub.mandates.recognisedCap(seller, EAST);
        uint256 gain = uint256(400_000e18) * Terms.mandate().gainRate / 1e18 * 10 minutes / 1 days;
        assertApproxEqAbs(cap, 400_000e18 + gain, 1e15 + gain);
        IMarginEngine.Assessment memory fooled = hub.margin.assess(seller);
        // Everything the spoke could be worth, less what it was worth when it told the truth.
        assertLe(fooled.equity.high(), honest.equity.high() + int256(2 * gain) + 10_000e18);
        assertLe(fooled.fundingHave, 320_000e18 + int256(cap));
    }

    function test_P15_aLedgerThatReceivedMoreThanWasSentQuarantines() public {
        Ledger memory ledger = at[EAST].vault.ledger(seller);
        ledger.received += 1;
        (Report memory lie, bytes32[] memory leaves) = _report(ledger);
        _confirm(lie);
        hub.mandates.prove(EAST, ledger, 0, SparseProof.prove(leaves, 0));
        assertTrue(hub.mandates.isQuarantined(EAST));
        assertEq(
            abi.encode(hub.mandates.claim(seller, EAST).ledger), abi.encode(at[EAST].vault.ledger(seller))
        );
    }

    function test_P21_quarantineStopsNewRiskOnlyAndAConsistentReportEndsIt() public {
        Report memory lie = at[EAST].vault.lastReport();
        lie.sequence++;
        lie.heartbeatDigest = keccak256("a heartbeat the hub never sent");
        _confirm(lie);
        assertTrue(hub.mandates.isQuarantined(EAST));

        IClearing.Trade memory more = tradeOf(buyer, seller, call_(3000), 1e18, 200e6);
        bytes memory bySeller = signTrade(seller, more);
        bytes memory byBuyer = signTrade(buyer, more);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.Quarantined.selector, seller, EAST));
        hub.clearing.execute(more, byBuyer, bySeller);

        // Less risk, hedging, fills, reports, recalls and deposits go on.
        clear(seller, buyer, call_(3000), 10e18, 2_000e6);
        hub.mandates.publish(seller);
        deposit(seller, 1e6);
        vm.prank(relayer);
        hub.funding.recall(seller, EAST, 1_000e6);
        vm.warp(block.timestamp + 1 minutes);
        movePrice(price * 104 / 100);
        assertTrue(hedgeIfDue(seller, EAST));

        // The vault's own next reports have to come past the sequence that the lie used up.
        report(EAST);
        vm.warp(block.timestamp + 31 minutes);
        report(EAST);
        channel.flush();
        assertFalse(hub.mandates.isQuarantined(EAST));
        prove(seller, EAST);
        clear(buyer, seller, call_(3000), 1e18, 200e6);
    }
}
