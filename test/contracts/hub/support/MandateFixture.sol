// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {AllocationBook} from "gimbal/hub/AllocationBook.sol";
import {BodyBuilder} from "gimbal/hub/BodyBuilder.sol";
import {Funding} from "gimbal/hub/Funding.sol";
import {MandateBook} from "gimbal/hub/MandateBook.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IFunding} from "gimbal/interfaces/IFunding.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IControlHandler} from "gimbal/interfaces/IHedgeTransport.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {IArrivalHandler} from "gimbal/interfaces/ITokenBridge.sol";
import {HedgeBand, SettlementTerms, SpokeTerms} from "gimbal/types/Config.sol";
import {interval} from "gimbal/types/Interval.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {HubFixture} from "./HubFixture.sol";
import {CountingVault, SentMessages, TakingBridge} from "./SpokeDoubles.sol";

/// @notice The hub's ledger layer, real; margin, oracle, vols and parameters answer what a test tells them to, and spokes
/// are a message log, a bridge that takes tokens, and report trees built here.
abstract contract MandateFixture is HubFixture {
    using StateTree for StateTree.Tree;

    uint64 internal constant HOME = 100;
    uint64 internal constant NORTH = 200;
    uint64 internal constant SOUTH = 300;
    uint64 internal constant RELAYER = 21;
    uint64 internal constant TRANSPORT = 22;
    uint64 internal constant BRIDGE = 23;
    uint32 internal constant LEASE = 6 hours;
    uint32 internal constant GRACE = 1 hours;
    uint32 internal constant REPORT_AGE = 4 hours;
    uint32 internal constant JUMP = 20;
    uint256 internal constant RANGE = 60e18;

    address internal relayer = makeAddr("relayer");
    address internal oracle = makeAddr("oracle");
    address internal surface = makeAddr("surface");
    address internal gammaLimit = makeAddr("gammaLimit");
    bytes32 internal digest = keccak256("config 1");

    SentMessages internal transport;
    TakingBridge internal bridge;
    CountingVault internal homeVault;
    address internal northVault = makeAddr("north vault");
    address internal southVault = makeAddr("south vault");
    AllocationBook internal allocations;
    BodyBuilder internal builder;
    MandateBook internal mandates;
    Funding internal fundingDesk;
    mapping(uint64 spoke => StateTree.Tree) internal ledgers;
    mapping(uint64 spoke => uint64) internal sequences;

    function setUp() public virtual override {
        super.setUp();
        transport = new SentMessages();
        bridge = new TakingBridge(token);
        homeVault = new CountingVault();
        address allocationsAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        address mandatesAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 3);
        address builderAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 5);
        address fundingAt = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 7);
        AllocationBook.Init memory forAllocations =
            AllocationBook.Init(HOME, address(books), mandatesAt, margin, parameters);
        allocations = AllocationBook(
            deploy(
                address(new AllocationBook()),
                abi.encodeCall(AllocationBook.initialize, (address(manager), forAllocations))
            )
        );
        MandateBook.Init memory forMandates = MandateBook.Init(
            allocationsAt,
            address(books),
            builderAt,
            fundingAt,
            margin,
            address(token),
            parameters,
            address(transport)
        );
        mandates = MandateBook(
            payable(deploy(
                    address(new MandateBook()),
                    abi.encodeCall(MandateBook.initialize, (address(manager), forMandates))
                ))
        );
        builder = BodyBuilder(
            deploy(
                address(new BodyBuilder()),
                abi.encodeCall(
                    BodyBuilder.initialize,
                    (
                        address(manager),
                        BodyBuilder.Init(address(books), parameters, surface, oracle, gammaLimit)
                    )
                )
            )
        );
        Funding.Init memory forFunding = Funding.Init(
            HOME,
            allocationsAt,
            address(books),
            address(bridge),
            mandatesAt,
            address(token),
            parameters,
            margin
        );
        fundingDesk = Funding(
            payable(deploy(
                    address(new Funding()), abi.encodeCall(Funding.initialize, (address(manager), forFunding))
                ))
        );
        assertEq(address(allocations), allocationsAt);
        assertEq(address(mandates), mandatesAt);
        assertEq(address(fundingDesk), fundingAt);
        giveRoles();
        vm.mockCall(gammaLimit, abi.encodeWithSelector(IGammaLimit.refresh.selector), abi.encode(0));
        answerMargin(RANGE, 0, 1_000e18);
        answerNeed(1_000_000e6);
        fundingDesk.setSpokeVault(HOME, address(homeVault));
        fundingDesk.setSpokeVault(NORTH, northVault);
        fundingDesk.setSpokeVault(SOUTH, southVault);
    }

    function giveRoles() private {
        allow(address(allocations), IAllocationBook.place.selector, RELAYER, relayer);
        allow(address(allocations), IAllocationBook.startMove.selector, RELAYER, relayer);
        allow(address(allocations), IAllocationBook.retireDead.selector, RELAYER, relayer);
        allow(address(fundingDesk), IFunding.fund.selector, RELAYER, relayer);
        allow(address(fundingDesk), IFunding.recall.selector, RELAYER, relayer);
        allow(address(mandates), IControlHandler.onControl.selector, TRANSPORT, address(transport));
        allow(address(fundingDesk), IArrivalHandler.onArrival.selector, BRIDGE, address(bridge));
        manager.grantRole(FUNDING, address(fundingDesk), 0);
    }

    function answerParameters() internal virtual override {
        super.answerParameters();
        for (uint64 i = 1; i <= 3; i++) {
            answerSpoke(i * 100, spokeTerms());
        }
        bytes memory unknown = abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, uint64(999));
        vm.mockCallRevert(parameters, abi.encodeCall(IRiskParameters.spokeTerms, (999)), unknown);
        vm.mockCallRevert(parameters, abi.encodeCall(IRiskParameters.hedgeBand, (MARKET, 999)), unknown);
        vm.mockCallRevert(parameters, abi.encodeCall(IRiskParameters.snapshot, (999)), unknown);
        vm.mockCall(
            parameters,
            abi.encodeCall(IRiskParameters.settlementTerms, (MARKET)),
            abi.encode(SettlementTerms(1800, 10, 3600))
        );
        vm.mockCall(
            surface, abi.encodeWithSelector(IVolSurface.lastVol.selector), abi.encode(uint64(0.6e18), 1)
        );
        vm.mockCall(oracle, abi.encodeWithSelector(IOracleRouter.markPrice.selector), abi.encode(3000e18, 1));
    }

    function spokeTerms() internal pure returns (SpokeTerms memory) {
        return SpokeTerms(LEASE, LEASE, GRACE, JUMP, REPORT_AGE, 1_000_000e6, 10 minutes, 1 hours, 0);
    }

    function answerSpoke(uint64 spoke, SpokeTerms memory terms) internal {
        HedgeBand memory band = HedgeBand(10e18, 0.001e18, 2e18, 0.1e18, 20e18, 0.5e18);
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.spokeTerms, (spoke)), abi.encode(terms));
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.hedgeBand, (MARKET, spoke)), abi.encode(band));
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.digest, (spoke)), abi.encode(digest));
    }

    function answerMargin(uint256 range, int256 lowest, uint256 requirement) internal {
        IMarginEngine.Assessment memory a;
        a.equity = interval(5_000e18, 6_000e18);
        a.requirement = requirement;
        (a.delta, a.gamma, a.vega, a.theta) = (1, 2, 3, 4);
        vm.mockCall(margin, abi.encodeWithSelector(IMarginEngine.assess.selector), abi.encode(a));
        vm.mockCall(margin, abi.encodeWithSelector(IMarginEngine.targetRange.selector), abi.encode(range));
        vm.mockCall(
            margin, abi.encodeWithSelector(IMarginEngine.lowestTarget.selector), abi.encode(lowest, 2500e18)
        );
    }

    /// @notice What walking a book's hedge on any spoke takes, native quote.
    function answerNeed(uint256 need) internal {
        vm.mockCall(margin, abi.encodeWithSelector(IMarginEngine.needAt.selector), abi.encode(need));
    }

    /// @notice A hedged book of alice, short two series against bob.
    function shortBook() internal returns (uint64 book) {
        book = openFor(alice, 100_000e6);
        sellCalls(book);
    }

    function sellCalls(uint64 book) internal {
        vm.prank(bob);
        uint64 other = books.open(MARKET, false);
        trade(other, book, call(3000), 10e18, 0);
        trade(other, book, call(3200), 5e18, 0);
    }

    function place(uint64 book, uint64 spoke) internal {
        vm.prank(alice);
        allocations.place(book, spoke);
    }

    /// @notice A report of the spoke that agrees with the hub: the last heartbeat is in force.
    function goodReport(uint64 spoke) internal returns (Report memory report) {
        Heartbeat memory beat = mandates.lastHeartbeat(spoke);
        report.sequence = ++sequences[spoke];
        report.time = uint64(block.timestamp);
        report.ledgerRoot = ledgers[spoke].root();
        report.epoch = beat.epoch;
        if (beat.epoch != 0) report.heartbeatDigest = keccak256(abi.encode(beat));
    }

    function deliver(uint64 spoke, Report memory report) internal {
        vm.prank(address(transport));
        mandates.onControl(spoke, Kind.REPORT, report.sequence, abi.encode(report));
    }

    function reportFrom(uint64 spoke) internal {
        deliver(spoke, goodReport(spoke));
    }

    /// @notice The spoke's vault writes a book's ledger; it is in the next report.
    function write(uint64 spoke, Ledger memory ledger) internal {
        ledgers[spoke].set(uint32(ledger.book), ledgerLeaf(ledger));
    }

    function prove(uint64 spoke, Ledger memory ledger) internal {
        mandates.prove(spoke, ledger, uint32(ledger.book), ledgers[spoke].proof(uint32(ledger.book)));
    }

    /// @notice Writes, reports and proves.
    function claim(uint64 spoke, Ledger memory ledger) internal {
        write(spoke, ledger);
        reportFrom(spoke);
        prove(spoke, ledger);
    }

    function fund(uint64 book, uint64 spoke, uint256 amount) internal {
        vm.prank(relayer);
        fundingDesk.fund(book, spoke, amount);
    }
}
