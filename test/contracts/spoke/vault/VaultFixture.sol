// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ITokenBridge} from "gimbal/interfaces/ITokenBridge.sol";
import {SpokeVault} from "gimbal/spoke/SpokeVault.sol";
import {SpokeTerms} from "gimbal/types/Config.sol";
import {FundEntry} from "gimbal/types/Ledger.sol";
import {Kind} from "gimbal/types/Message.sol";
import {ControlDouble} from "../support/ControlDouble.sol";
import {Proxies} from "../support/Proxies.sol";
import {Token} from "../support/Token.sol";

/// @notice Remembers what was sent and gives back the value it was not told to keep.
contract TransportDouble {
    uint64 public toChain;
    Kind public kind;
    uint64 public epoch;
    bytes public body;
    uint256 public keep;

    function setKeep(uint256 keep_) external {
        keep = keep_;
    }

    function send(uint64 toChain_, Kind kind_, uint64 epoch_, bytes calldata body_) external payable {
        (toChain, kind, epoch, body) = (toChain_, kind_, epoch_, body_);
        payable(msg.sender).transfer(msg.value - keep);
    }
}

/// @notice Burns what it is asked to send, and the fee it was told to take.
contract BridgeDouble {
    Token public immutable token;
    uint64 public toChain;
    address public to;
    uint256 public arriving;
    uint256 public feeRate;

    constructor(Token token_) {
        token = token_;
    }

    function send(uint64 toChain_, address to_, uint256 amount) external payable returns (bytes32) {
        (toChain, to) = (toChain_, to_);
        arriving += amount;
        token.burnFrom(msg.sender, amount + feeOf(toChain_, amount));
        return keccak256(abi.encode(to_, amount));
    }

    function setFee(uint256 rate) external {
        feeRate = rate;
    }

    function feeOf(uint64, uint256 amount) public view returns (uint256) {
        return amount * feeRate / 1e18;
    }
}

contract FundingDouble {
    uint64 public chain;
    uint256 public arrived;

    function onArrival(uint64 fromChain, uint256 amount) external {
        chain = fromChain;
        arrived += amount;
    }
}

abstract contract VaultFixture is Proxies {
    uint64 internal constant HUB = 1;
    uint64 internal constant SPOKE = 2;
    address internal executor = makeAddr("executor");
    address internal bridgeRole = makeAddr("bridge role");
    address internal backstop = makeAddr("backstop");
    address internal stranger = makeAddr("stranger");
    Token internal base;
    Token internal quote;
    ControlDouble internal control;
    TransportDouble internal transport;
    BridgeDouble internal bridge;
    FundingDouble internal funding;
    SpokeVault internal vault;

    function setUp() public virtual {
        vm.warp(1_700_000_000);
        (base, quote) = (new Token("WETH", 18), new Token("USDC", 6));
        (control, transport, bridge) = (new ControlDouble(), new TransportDouble(), new BridgeDouble(quote));
        funding = new FundingDouble();
        SpokeTerms memory terms;
        terms.reportAge = 4 hours;
        control.setTerms(terms);
        vault = deployVault(SPOKE);
    }

    function deployVault(uint64 chain) internal returns (SpokeVault deployed) {
        SpokeVault.Init memory init = SpokeVault.Init({
            control: control,
            transport: IHedgeTransport(address(transport)),
            bridge: ITokenBridge(address(bridge)),
            funding: address(funding),
            surplusTo: backstop,
            baseToken: address(base),
            quoteToken: address(quote),
            chain: chain,
            hubChain: HUB
        });
        deployed = SpokeVault(
            proxy(address(new SpokeVault()), abi.encodeCall(SpokeVault.initialize, (address(manager), init)))
        );
        allow(executor, address(deployed), SpokeVault.release.selector, 1);
        allow(executor, address(deployed), SpokeVault.applyTrade.selector, 1);
        allow(bridgeRole, address(deployed), SpokeVault.onArrival.selector, 2);
    }

    function arrive(uint256 amount) internal {
        quote.mint(address(vault), amount);
        vm.prank(bridgeRole);
        vault.onArrival(HUB, amount);
    }

    function entryOf(uint64 book, uint128 sent, uint128 recalled)
        internal
        returns (FundEntry memory entry, bytes32[] memory proof)
    {
        entry = FundEntry({book: book, sent: sent, recalled: recalled, expired: 0});
        proof = control.setFund(entry, uint32(book));
    }

    /// @notice The same with a mark up to which what was sent expired.
    function expiredEntryOf(uint64 book, uint128 sent, uint128 expired)
        internal
        returns (FundEntry memory entry, bytes32[] memory proof)
    {
        entry = FundEntry({book: book, sent: sent, recalled: 0, expired: expired});
        proof = control.setFund(entry, uint32(book));
    }

    /// @notice Arrives and is credited.
    function give(uint64 book, uint128 amount) internal {
        arrive(amount);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(book, amount, 0);
        vault.credit(entry, uint32(book), proof);
    }

    /// @notice The executor's trade of a book with tokens that really move.
    function trade(uint64 book, int256 baseDelta, int256 quoteDelta) internal {
        move(base, baseDelta);
        move(quote, quoteDelta);
        vm.prank(executor);
        vault.applyTrade(book, baseDelta, quoteDelta);
    }

    function move(Token token, int256 delta) private {
        if (delta > 0) token.mint(address(vault), uint256(delta));
        if (delta < 0) {
            vm.prank(executor);
            vault.release(address(token), makeAddr("market"), uint256(-delta));
        }
    }
}
